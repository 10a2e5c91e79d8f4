"""What people are asked to say yes to, word by word: the text is kept with the answer."""

from django.utils.translation import gettext_lazy

from klynge.directory.models import ConsentPurpose

WORDINGS = {
    ConsentPurpose.MARKETING: gettext_lazy(
        "%(cluster)s may send me offers, invitations and news by e-mail. I can take this back at any time, with the link in each mail."
    ),
    ConsentPurpose.PROFILE: gettext_lazy(
        "%(cluster)s may show my name, title and picture on my company's public profile. I can take this back at any time."
    ),
    ConsentPurpose.DIRECTORY: gettext_lazy(
        "Other members of %(cluster)s may find me in the members' directory. I can take this back at any time."
    ),
}
