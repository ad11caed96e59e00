"""From plain words to the mail a person sees."""

from django.template import engines

from fairlead.notifications import writing


def letter(text, **context):
    source = "{% autoescape off %}" + text + "{% endautoescape %}"
    template = engines["django"].from_string(source)
    return writing.as_html(template.render(context))


def test_names_and_formulas_are_words_and_never_markup():
    html = letter("Dear {{ name }},\n\nit is {{ hope }}.", name="<b>Ásta</b>", hope='=HYPERLINK("x") & more')
    assert html == (
        "<p>Dear &lt;b&gt;Ásta&lt;/b&gt;,</p>\n<p>it is =HYPERLINK(&quot;x&quot;) &amp; more.</p>"
    )


def test_button_is_a_link_with_its_label():
    html = letter("→ Say yes: https://fairlead.example/offers/a?b=1&c=2")
    expected = '<a class="button" href="https://fairlead.example/offers/a?b=1&amp;c=2">Say yes</a>'
    assert html == f"<p class='buttons'>{expected}</p>"


def test_address_that_is_no_web_address_never_becomes_a_button():
    assert "<a" not in letter("→ Say yes: javascript:alert(1)")


def test_quote_in_an_address_cannot_leave_the_attribute():
    html = letter('→ Go: https://x.example/"onclick="alert(1)')
    assert '"onclick' not in html


def test_lines_with_dashes_are_a_list_and_lines_of_a_paragraph_stay_lines():
    assert letter("- one\n- <two>") == "<ul><li>one</li><li>&lt;two&gt;</li></ul>"
    assert letter("one\ntwo") == "<p>one<br>two</p>"


def test_line_with_a_star_is_a_heading_and_an_address_at_the_end_a_link():
    html = writing.as_html(
        "* Meet <Ana>\nHalf an hour.\n\nLess often: https://fairlead.example/reminders/?a=1&b=2\n"
    )
    assert html == (
        "<p><strong>Meet &lt;Ana&gt;</strong><br>Half an hour.</p>\n"
        '<p>Less often: <a href="https://fairlead.example/reminders/?a=1&amp;b=2">'
        "https://fairlead.example/reminders/?a=1&amp;b=2</a></p>"
    )


def test_first_line_is_the_subject_on_one_line_and_not_too_long():
    context = {"url": "https://x.example/", "minutes": 30, "to_name": "Zsófia"}
    subject, text, html = writing.render("people/letters/sign_in.txt", context)
    assert (subject, "\n" in subject, len(subject) <= 200) == (subject.strip(), False, True)
    assert not text.startswith(subject)
    assert 'href="https://x.example/"' in html
    assert "30" in text
