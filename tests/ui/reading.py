"""Renders template text and reads the result as a tree of elements."""

from html.parser import HTMLParser

from django.template import Context, Template

VOID = {"input", "br", "hr", "meta", "link", "img", "rect", "circle", "use", "path"}


class Element:
    """One element: its tag, attributes, text and children."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag, self.attrs = tag, attrs
        self.children: list[Element] = []
        self.words: list[str] = []

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        """All words inside, in order, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str = "", **attrs: str) -> list["Element"]:
        """Every element below with this tag and these attributes; `class_` asks for one class."""
        wanted = attrs.pop("class_", None)
        found = []
        for child in self.children:
            fits = (not tag or child.tag == tag) and (wanted is None or wanted in child.classes)
            if fits and all(
                child.attrs.get(name.replace("_", "-")) == value for name, value in attrs.items()
            ):
                found.append(child)
            found += child.all(tag, **attrs, **({"class_": wanted} if wanted else {}))
        return found

    def one(self, tag: str = "", **attrs: str) -> "Element":
        """The only such element."""
        (found,) = self.all(tag, **attrs)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)


def read(html: str) -> Element:
    """The tree of a piece of HTML; fails when an element is closed out of turn or never."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [element.tag for element in reader.open] == ["root"]
    return reader.root


def shown(source: str, **context: object) -> Element:
    """The tree that a template text renders to."""
    return read(Template(source).render(Context(context)))
