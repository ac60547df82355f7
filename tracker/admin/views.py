"""What does the functional administrator look after?"""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/beheer")
