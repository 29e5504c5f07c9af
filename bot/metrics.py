"""What the program counts about itself, in Prometheus' terms. No label holds anything that a person said or is."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

UPDATES = Counter("hehuo_updates", "Updates from Telegram that were written down.", ["kind"], registry=REGISTRY)
SENDS = Counter("hehuo_sends", "Deliveries by how they ended.", ["outcome"], registry=REGISTRY)
CLAIMS = Counter("hehuo_claims", "Tries to take an order, by what came of them.", ["result"], registry=REGISTRY)
FAILURES = Counter("hehuo_failures", "Tries of updates that failed.", ["quarantined", "why"], registry=REGISTRY)

INGRESS_FAILURES = Counter(
    "hehuo_ingress_failures", "Times that updates could not be had from Telegram.", ["kind"], registry=REGISTRY
)

LIMITER_WAIT = Histogram(
    "hehuo_limiter_wait_seconds",
    "How long calls to Telegram waited for their turn.",
    ["priority"],
    buckets=(0.005, 0.05, 0.3, 1, 3, 10, 30, 60, 300),
    registry=REGISTRY,
)
UNDERSTANDING = Histogram(
    "hehuo_understanding_seconds",
    "How long the listener took over a message.",
    buckets=(0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25),
    registry=REGISTRY,
)

INBOX_WAITING = Gauge("hehuo_inbox_waiting", "Updates not handled yet.", registry=REGISTRY)
INBOX_LAG = Gauge("hehuo_inbox_lag_seconds", "How long the oldest of them has waited.", registry=REGISTRY)
OUTBOX_WAITING = Gauge("hehuo_outbox_waiting", "Facts that are due and not said yet.", registry=REGISTRY)
OUTBOX_LAG = Gauge("hehuo_outbox_lag_seconds", "How long the oldest of them has been due.", registry=REGISTRY)
DUES_WAITING = Gauge("hehuo_dues_waiting", "Promises whose time has come, not kept yet.", registry=REGISTRY)
DUES_LAG = Gauge("hehuo_dues_lag_seconds", "How late the oldest of them is.", registry=REGISTRY)
QUARANTINED = Gauge("hehuo_inbox_quarantined", "Updates that could not be handled.", registry=REGISTRY)
DEAD_LETTERS = Gauge("hehuo_outbox_dead", "Facts given up, by state.", ["state"], registry=REGISTRY)
BACKUP_AT = Gauge("hehuo_backup_timestamp_seconds", "When the newest backup was made; 0: none.", registry=REGISTRY)
CONTACT_AT = Gauge("hehuo_contact_timestamp_seconds", "When Telegram last reached us; 0: never.", registry=REGISTRY)
READY = Gauge("hehuo_ready", "1 if everything this process needs is well.", registry=REGISTRY)
