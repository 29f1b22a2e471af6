"""Synthesizes the stack: pip install flagform"""

from cdktf import App
from stack import checkout_stack

app = App()
checkout_stack(app)
app.synth()
