# Eine Antwort ohne Zahl: warum, was offen bleibt, was helfen würde (assistant/prose/render.py).

refusal-unclear = Ich bin mir nicht sicher genug, was Sie meinen, um eine Zahl zu nennen.
refusal-no-number = Das kann ich aus diesen Daten nicht beantworten, daher nenne ich keine Zahl.
refusal-choices = Wählen Sie eines: { $choices-names }
refusal-open-paths = Was offen bleibt: { $paths-list }
refusal-would-help = Was helfen würde: { $help-list }
