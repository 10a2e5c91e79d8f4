"""News and press releases."""

from django.urls import path

from . import doing, testimonials, views, writing

app_name = "news"
urlpatterns = [
    path("", views.release_list, name="list"),
    path("new/", writing.new, name="new"),
    path("testimonials/", testimonials.testimonial_list, name="testimonials"),
    path("testimonials/new/", testimonials.new, name="new_testimonial"),
    path("testimonials/<int:pk>/", testimonials.edit, name="testimonial"),
    path("testimonials/<int:pk>/asking/", testimonials.ask, name="ask_testimonial"),
    path("testimonials/<int:pk>/answer/", testimonials.answer, name="answer_testimonial"),
    path("testimonials/<int:pk>/removal/", testimonials.delete, name="delete_testimonial"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/publication/", doing.publish, name="publish"),
    path("<int:pk>/withdrawal/", doing.withdraw, name="withdraw"),
    path("<int:pk>/discarding/", doing.discard, name="discard"),
    path("<int:pk>/picture/", doing.change_picture, name="change_picture"),
    path("<int:pk>/picture/<int:width>/", views.picture, name="picture"),
]
