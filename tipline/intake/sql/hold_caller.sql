-- Refuse a credential that is open no longer.
SELECT intake_act_as(%(platform)s, %(actor)s, '')
