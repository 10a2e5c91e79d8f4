"""Danish order without ICU: æ ø å last, as an expression that an index can hold."""

from django.db.models import CharField, Func


class Danish(Func):
    """Sort key of a text: lower case, accents folded, æ ø å after z."""

    template = """translate(replace(lower(%(expressions)s), 'aa', 'å'), 'æäøöåéèüá', '{{||}eeya') COLLATE "C\""""
    output_field = CharField()
