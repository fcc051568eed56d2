"""Rule tests: timelines as operators write them, through detection and alerting, in virtual time.

    results = run_timelines(alert_config, atlas, documents, themes={"riot": "unrest", ...})
    for result in results: ...  # result.problems is empty where the timeline holds

Only the rule under test is active. What is usual is learned first, at hourly
ticks; the timeline itself runs at one tick a minute, like life.
"""

from tocsin.runtime.ruletests.run import Result, run_timelines, untested

__all__ = ["Result", "run_timelines", "untested"]
