"""Forms of training."""

from fairlead.training.forms.modules import ModuleForm, QuestionForm
from fairlead.training.forms.quiz import QuizForm
from fairlead.training.forms.recording import RecordForm
from fairlead.training.forms.sessions import SessionForm

__all__ = ["ModuleForm", "QuestionForm", "QuizForm", "RecordForm", "SessionForm"]
