"""What a worker process runs first, so that its function lives by the clock of the embedded AWS."""

from __future__ import annotations

__all__ = ["ALARM", "BOOTSTRAP", "PREFIX", "SEED_HEADER", "SLEEP", "WORKER_HEADER"]

PREFIX = "/_local-aws/"
"""Where a worker asks for time."""

SLEEP, ALARM = PREFIX + "sleep", PREFIX + "alarm"
WORKER_HEADER = "x-local-aws-worker"
"""The header by which a request tells which process it comes from."""

SEED_HEADER = "x-local-aws-seed"
"""The header of a reply by which a function's random numbers are the same in each run."""

BOOTSTRAP = f"""
def _local_aws_time():
    import datetime, http.client, mmap, os, random, signal, socket, struct, time
    with open(os.environ["LOCAL_AWS_CLOCK"], "rb") as file:
        clock = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
    port = int(os.environ["GATEWAY_PORT"])
    end_headers, begin = http.client.HTTPConnection.endheaders, http.client.HTTPResponse.begin
    connect, set_timeout = http.client.HTTPConnection.connect, socket.socket.settimeout
    set_timer = getattr(signal, "setitimer", None)  # not on Windows

    def endheaders(self, *arguments, **options):
        if self.port == port:
            self.putheader("{WORKER_HEADER}", str(os.getpid()))
        end_headers(self, *arguments, **options)

    def begin_and_seed(self):
        begin(self)
        seed = self.headers.get("{SEED_HEADER}") if self.headers else None
        if seed:
            random.seed(seed)

    def connect_without_timeout(self):
        connect(self)
        if self.port == port:
            self.sock.settimeout(None)

    def settimeout(self, seconds):
        try:
            is_held = self.getpeername()[1] == port
        except OSError:
            is_held = False
        set_timeout(self, None if is_held else seconds)

    def ask(path):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", path)
        reply = connection.getresponse()
        reply.read()
        connection.close()
        return reply.status

    def sleep(seconds):
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        ask(f"{SLEEP}?seconds={{float(seconds)!r}}")

    def now(ticks=[0.0]):
        ticks[0] += 1e-6  # a function that waits in a loop sees time pass
        return struct.unpack("d", clock[:8])[0] + ticks[0]

    real = datetime.datetime

    class Meta(type):
        def __instancecheck__(cls, instance):
            return isinstance(instance, real)

    class Datetime(real, metaclass=Meta):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(now(), tz)

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(now(), datetime.timezone.utc).replace(tzinfo=None)

    def setitimer(which, seconds, interval=0.0):
        is_taken = which == signal.ITIMER_REAL and ask(f"{ALARM}?seconds={{seconds}}&interval={{interval}}") == 200
        return (0.0, 0.0) if is_taken else set_timer(which, seconds, interval)

    socket.socket.settimeout = settimeout
    http.client.HTTPConnection.connect = connect_without_timeout
    http.client.HTTPConnection.endheaders = endheaders
    http.client.HTTPResponse.begin = begin_and_seed
    time.sleep, time.time, time.monotonic, datetime.datetime = sleep, now, now, Datetime
    if set_timer is not None:
        signal.setitimer = setitimer

import time
if time.time.__module__ == "time":  # not in a fork of a process that has run this
    _local_aws_time()
"""
"""Python: every request to the embedded AWS names its process, and waits for its turn without a timeout. ``time.sleep``
waits for its turn, too, the time is that of the clock, and ``signal.setitimer`` rings by it."""
