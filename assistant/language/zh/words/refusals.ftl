# 没有数字的回答：原因、仍未阻断的路径、什么会有帮助（assistant/prose/render.py）。

refusal-unclear = 我还不能确定您的意思，因此不给出数字。
refusal-no-number = 这份数据无法回答这个问题，因此我不给出数字。
refusal-choices = 请选择：{ $choices-names }
refusal-open-paths = 仍未阻断的路径：{ $paths-list }
refusal-would-help = 什么会有帮助：{ $help-list }
