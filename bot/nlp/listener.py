"""The listener: what a message means, in half a millisecond, whoever asks and in whichever thread."""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.nlp.asking import asked_about, asks_of_here, kind_meant
from bot.nlp.calibration import sigmoid, softmax
from bot.nlp.certain import Certain
from bot.nlp.danger import FELT, felt_danger
from bot.nlp.data import load_taxonomy
from bot.nlp.delicate import default_delicate, helped, is_grave
from bot.nlp.emergency import CATEGORY
from bot.nlp.learning import KINDS
from bot.nlp.linear import Linear, load
from bot.nlp.named import cues_named, is_bare, own_words, services_named
from bot.nlp.profile import Profile
from bot.nlp.reading import Reader, Reading
from bot.nlp.several import matters
from bot.nlp.slots import read_slots
from bot.nlp.soundness import check_talk
from bot.nlp.summary import Summaries
from bot.nlp.tokens import Tokens
from bot.nlp.turning import what_is_now
from community.taxonomy import Taxonomy
from community.understanding import Band, Kind, Scored, Understanding

MODEL = Path(__file__).parent / "model"
HEARD, SURE, SURE_CATEGORY, SURE_UNNAMED, ALSO, CERTAIN = 0.6, 0.7, 0.4, 0.7, 0.9, 0.9
GATHERED = 0.27  # who says more and more of a thing wants something: so much is enough to hear it
# How far that something is broken, the thing named or not, opens the gate to talk from elsewhere.
NAMED_BROKEN, BROKEN = 9.0, 0.3
PRIVATE_LEAN = 0.25  # who writes to the bot in private wants something
_LEANINGS = (0.03, 0.08, 0.15, 0.3, 0.45, 0.6, 0.74)
STRANGE, DOUBTED, UNLIKELY, BITTER = 0.3, 0.5, 0.1, 0.03  # what sounds like talk from elsewhere is not heard
CLEARLY, NEARLY = 0.99, 0.5
_SHOWN = 5
_SCORED = tuple.__new__  # without the detour through its own constructor, as for `Hit`
_PLAIN, PLAIN = 24, 0.7  # a short plain request needs no weighing


_AT_A_GLANCE = 160  # characters; of longer texts no part is read once more


@lru_cache(maxsize=1)
def default_taxonomy() -> Taxonomy:
    """The taxonomy that ships; read once."""
    return load_taxonomy()


class _TakenIn(NamedTuple):
    """A text with its scores. about: what it asks after; heard: how likely it concerns the community; emergency: see
    `_emergency`."""

    reading: Reading
    scores: list[float]
    about: str | None
    heard: float
    emergency: str | None


class Listener:
    """Understands messages. Immutable, thread-safe."""

    def __init__(self, reader: Reader, model: Linear, taxonomy: Taxonomy) -> None:
        self._reader = reader
        self._model = model
        self._taxonomy = taxonomy
        self._places = {name: place for place, name in enumerate(model.outputs)}
        self._codes = taxonomy.codes
        check_talk(model, self._codes)
        self._first_code = self._places[self._codes[0]]  # the categories are the last outputs, in the taxonomy's order
        self._kinds = [(kind, self._places[kind.value]) for kind in KINDS]
        self._certain, self._delicate = Certain(), default_delicate()
        self._summaries = Summaries()
        self._beginnings = model.beginnings
        self._curves = {
            name: (self._places[name], curve)
            for name, curve in model.settings["calibration"].items()
            if name in self._places
        }
        self._profile = Profile()
        self._extra = lru_cache(maxsize=256)(own_words)

    @classmethod
    def load(cls, model_dir: Path | None = None) -> "Listener":
        """Read the lexicon, jieba's dictionary and the weights. Raises LexiconError or ModelError naming the file."""
        return cls(Reader(), Linear(load(model_dir or MODEL)), default_taxonomy())

    def tuned(self, profile: Profile) -> "Listener":
        """The same listener, to which `profile` is understood where none is given."""
        other = copy(self)
        other._profile = profile
        return other

    def gathered(self) -> "Listener":
        """The same listener for words that are put together, or follow others: less is needed to hear them."""
        usual = HEARD if self._profile.ask is None else self._profile.ask
        return self.tuned(replace(self._profile, ask=usual - HEARD + GATHERED))

    def weighing(self, model: Linear) -> "Listener":
        """The same listener with other weights, of the same outputs."""
        return Listener(self._reader, model, self._taxonomy)

    @property
    def tokens(self) -> Tokens:
        """jieba with the lexicon's words in it."""
        return self._reader.tokens

    def understand(
        self, text: str, *, now: datetime, profile: Profile | None = None, private: bool = False
    ) -> Understanding:
        """What `text` means to the community at `now`; `private`: said to the bot alone, and rather heard than not."""
        profile = profile or self._profile
        whole = self._taken_in(text, profile, private)
        reading, scores, about, heard, emergency = self._turned(whole, profile, private) or whole
        kind = self._kind(reading, scores, heard, profile, emergency)
        categories, several, off = self._categories(reading, scores, profile, emergency, kind)
        if about is not None and emergency is None and kind is not Kind.CHATTER:
            kind, several = Kind.INQUIRY, 1
            categories = (Scored(about, 1.0), *(one for one in categories if one.code != about))
        band = self._band(reading, heard, categories, kind, profile, emergency)
        if off and emergency is None:  # not served here: nothing is said, staff see it
            band = Band.SILENT
        reading = whole.reading
        slots, parsed = read_slots(reading, now)
        services = services_named(profile, reading)
        told = self._delicate.told(reading.normal.text, reading.clues)
        grave = is_grave(told, reading.normal.text, self._certain)
        categories = helped(told, categories, asks=kind is Kind.INQUIRY) if grave and emergency is None else categories
        return Understanding(
            kind=kind,
            band=band,
            categories=categories,
            urgency=3 if emergency is not None else self._urgency(reading, scores, kind),
            slots=slots,
            parsed=parsed,
            service=services.get(categories[0].code) if categories else None,
            summary=self._summaries.of(text, reading),
            cues=cues_named(reading),
            several=several,
            services=tuple(services.items()),
            told=told,
            grave=grave,
        )  # fmt: skip

    def leaning(self, text: str) -> int:
        """How far `text` alone sounds like a matter, 0 to 7, whatever talk from elsewhere sounds like."""
        heard = self._taken_in(text, self._profile, private=True).heard
        return sum(heard >= least + PRIVATE_LEAN for least in _LEANINGS)

    def _taken_in(self, text: str, profile: Profile, private: bool) -> "_TakenIn":
        extra = self._extra(profile.words) if profile.words else None
        reading = self._reader.read(text, extra, self._beginnings if profile.lean is None else None)
        scores = self._model.score(reading.features)
        about = asked_about(reading)
        heard = self._heard(reading, scores, private) if about is None else CERTAIN
        if is_bare(reading):
            heard = 0.0
        if profile.lean is not None:
            heard = profile.lean.heard(reading, heard)
        emergency = self._emergency(reading, scores)
        return _TakenIn(reading, scores, about, heard if emergency is None else 1.0, emergency)

    def _turned(self, whole: _TakenIn, profile: Profile, private: bool) -> _TakenIn | None:
        """What a text that wasn't heard comes to after it has turned."""
        rest = what_is_now(whole.reading) if whole.heard < HEARD else None
        then = None if rest is None else self._taken_in(rest, profile, private)
        return then if then is not None and then.heard >= HEARD else None

    def _probability(self, name: str, scores: list[float]) -> float:
        place, curve = self._curves[name]
        return sigmoid(scores[place], curve)

    def _read(self, part: str) -> Reading:
        return self._reader.read(part, beginnings=self._beginnings)

    def _emergency(self, reading: Reading, scores: list[float]) -> str | None:
        """Which danger there is, "" for one that only the weights see, None for none."""
        certain = self._certain.danger(reading.lifted.text, reading.clues)
        if certain is not None:
            return certain
        felt = self._probability("urgency3", scores)
        if felt <= FELT:
            return None
        concern, topic = self._probability("concern", scores), self._topic(scores)
        found = felt_danger(reading, self._certain, felt=felt, concern=concern, topic=topic)
        return None if found == "" and self._only_for_its_door(reading) else found

    def _only_for_its_door(self, reading: Reading) -> bool:
        """Whether the weights saw danger in a repair only because an address was said: it makes nothing urgent."""
        if (
            not reading.lifted.said
            or len(reading.lifted.text) > _AT_A_GLANCE
            or all(hit.tag[0] != "repair" for hit in reading.finds)
        ):
            return False
        bare = self._read(" ".join(reading.lifted.text.split()).strip(" ,.;"))
        return self._emergency(bare, self._model.score(bare.features)) is None

    def _heard(self, reading: Reading, scores: list[float], private: bool) -> float:
        """How likely it concerns the community: the weights, and where they hesitate the frame of the message."""
        heard = self._probability("concern", scores)
        said = reading.signs.frame
        short = len(reading.normal.text) <= (_PLAIN if "latin" not in reading.signs.shape else 2 * _PLAIN)
        plain = said == "plain" and short
        gate = self._model.settings["gate"]
        broken = plain and "broken" in reading.signs.present
        named = broken and any(hit.tag[1] != "*" for hit in reading.finds)
        if broken:  # 下水道堵了 is as short as talk from elsewhere
            gate -= NAMED_BROKEN if named else BROKEN * (heard > BITTER)
        nearly = NEARLY if said == "plain" and heard > CLEARLY else 0.0  # it misses the gate by a hair
        strange = not private and scores[self._places["local"]] < gate - nearly
        if strange and not (said == "asked" and heard > CERTAIN and asks_of_here(reading)):
            heard = min(heard, STRANGE)
        if plain and not strange and (heard > UNLIKELY or named):
            heard = max(heard, PLAIN)
        elif (
            (said == "bitter" and heard > BITTER)
            or (said == "vague" and short)
            or (said in ("plain", "asked") and heard > DOUBTED)
        ):
            heard = max(heard, HEARD)
        return min(1.0, heard + PRIVATE_LEAN * private * bool(reading.normal.text.strip()))

    def _kind(
        self, reading: Reading, scores: list[float], heard: float, profile: Profile, emergency: str | None
    ) -> Kind:
        if emergency is not None:
            return Kind.NEED
        if heard < (HEARD if profile.ask is None else profile.ask):
            return Kind.CHATTER
        kind, _ = max(self._kinds, key=lambda one: scores[one[1]])
        return kind_meant(kind, self._topic(scores), reading)

    def _topic(self, scores: list[float]) -> str:
        """The likeliest category by the weights alone."""
        topics = scores[self._first_code :]
        return self._codes[topics.index(max(topics))]

    def _categories(
        self, reading: Reading, scores: list[float], profile: Profile, emergency: str | None, kind: Kind
    ) -> tuple[tuple[Scored, ...], int, bool]:
        raw: Sequence[float] = scores[self._first_code :]
        if profile.words:
            own = Counter(hit.tag[0] for hit in reading.finds if hit.tag[1] == "+")
            raw = [score + min(own[code], 2) for score, code in zip(raw, self._codes, strict=True)]
        if profile.lean is not None:
            raw = profile.lean.topics(reading, self._codes, raw)
        shares = softmax(raw, self._model.settings["calibration"]["category"])
        if emergency:
            first = CATEGORY.get(emergency, "safety")
            shares = [(share + (code == first)) / 2 for share, code in zip(shares, self._codes, strict=True)]
        wanted = [] if emergency is not None or kind is not Kind.NEED else matters(reading, self._read, self._weigh)
        joined = [code for code in wanted if code not in profile.disabled]
        if joined:
            shares = [
                (share + (code in joined) / len(joined)) / 2 for share, code in zip(shares, self._codes, strict=True)
            ]
        codes, off = self._codes, profile.disabled
        ranked = sorted(range(len(codes)), key=shares.__getitem__, reverse=True)
        top = ranked[:_SHOWN] if not off else [place for place in ranked if codes[place] not in off][:_SHOWN]
        one = kind is Kind.CHATTER or (kind is Kind.INQUIRY and reading.signs.clauses == 1)  # one question, one matter
        also = (
            0
            if one or emergency is not None
            else sum([self._probability(codes[place], scores) > ALSO for place in top[:3]])
        )
        several = 0 if kind is Kind.CHATTER else max(1, also, len(joined))
        shown = tuple([_SCORED(Scored, (codes[place], round(shares[place], 4))) for place in top])
        return shown, several, codes[ranked[0]] in off

    def _weigh(self, part: Reading) -> list[tuple[float, str]]:
        scores = self._model.score(part.features)
        return [(self._probability(code, scores), code) for code in self._codes]

    def _band(
        self,
        reading: Reading,
        heard: float,
        categories: tuple[Scored, ...],
        kind: Kind,
        profile: Profile,
        emergency: str | None,
    ) -> Band:
        if emergency is not None:
            return Band.TAKE
        if kind is Kind.CHATTER:
            return Band.SILENT
        cues = reading.signs.present
        take = SURE if profile.take is None else profile.take
        named = bool(categories) and any(hit.tag[0] == categories[0].code for hit in reading.finds)
        clear = bool(categories) and categories[0].score >= (SURE_CATEGORY if named else SURE_UNNAMED)
        doubtful = "elsewhere" in cues or "hearsay" in cues
        return Band.TAKE if heard >= take and clear and not doubtful else Band.ASK

    def _urgency(self, reading: Reading, scores: list[float], kind: Kind) -> int:
        if kind is Kind.CHATTER:
            return 0
        if kind is Kind.NEED and self._certain.overflows(reading.lifted.text, reading.clues):
            return 2
        return sum([self._probability(level, scores) >= 0.5 for level in ("urgency1", "urgency2")])
