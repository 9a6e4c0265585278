number-not-available = nicht verfügbar
number-unbounded = unbeschränkt
number-unlimited = unbegrenzt
number-undefined = keine Zahl
number-points = { $points } Prozentpunkte
