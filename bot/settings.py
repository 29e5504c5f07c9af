"""Settings from the environment and `.env`. Nothing here is made when the module is imported."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.texts import terminal


class BadSettings(Exception):
    """Settings that cannot be used; the message is one sentence for the person at the terminal."""


def _address(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError("not an address")
        return value.rstrip("/")

    return AfterValidator(check)


def _token(value: SecretStr) -> SecretStr:
    number, colon, secret = value.get_secret_value().partition(":")
    if not (number.isascii() and number.isdigit() and colon and secret):
        raise ValueError("not a token")
    return value


def server_address(value: SecretStr) -> SecretStr:
    """The address of a PostgreSQL server, under its one name for SQLAlchemy and libpq. Raises ValueError."""
    scheme, _, rest = value.get_secret_value().partition("://")
    if scheme.partition("+")[0] not in ("postgresql", "postgres") or not rest:
        raise ValueError("not a server")
    return SecretStr(f"postgresql://{rest}")


def _recipient(value: str) -> str:
    from pyrage import RecipientError, x25519  # noqa: PLC0415 - only where a key is set

    try:
        x25519.Recipient.from_str(value)
    except RecipientError as error:
        raise ValueError("not a public key") from error
    return value


def _readable(file: str) -> str | None:
    """`file` if it can be looked at; whoever runs us from a folder that is closed to them has set nothing there."""
    try:
        return file if Path(file).is_file() else None
    except PermissionError:
        return None


def _secret(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not (0 < len(text) <= 256 and text.isascii() and all(letter.isalnum() or letter in "_-" for letter in text)):
        raise ValueError("letters that Telegram does not take")
    return value


class Settings(BaseSettings):
    """Everything that can be set. What each is for, in words: `bot.texts.terminal.SETTINGS`."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(None)
    telegram_api_base: Annotated[str, _address("https", "http")] = Field("https://api.telegram.org")
    telegram_webhook_url: Annotated[str, _address("https", "http")] | None = Field(None)
    telegram_webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = Field(None)
    telegram_webhook_listen: str = Field("127.0.0.1:8443", pattern=r"^[^:]+:\d{1,5}$")
    database_url: Annotated[SecretStr, AfterValidator(server_address)] | None = Field(None)
    hehuo_data: Path = Field(Path("data"))
    hehuo_port: int = Field(8600, ge=0, le=65535)
    hehuo_backups: Path | None = Field(None)
    hehuo_backup_key: Annotated[str, AfterValidator(_recipient)] | None = Field(None)
    hehuo_health_listen: str | None = Field(None, pattern=r"^[^:]+:\d{1,5}$")

    def secrets(self) -> list[str]:
        """Every value that must never be written anywhere."""
        values = [getattr(self, name) for name in type(self).model_fields]
        return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]


def load(**given: Any) -> Settings:
    """The settings, with `given` (where not None) before the environment and `.env`. Raises BadSettings."""
    try:
        chosen = {name: value for name, value in given.items() if value is not None}
        return Settings(**{"_env_file": _readable(".env"), **chosen})
    except ValidationError as error:
        names = sorted({str(problem["loc"][0]) for problem in error.errors()})
        raise BadSettings(terminal.bad_setting("、".join(map(terminal.with_hint, names)))) from None
    except (OSError, UnicodeDecodeError):
        raise BadSettings(terminal.bad_setting(".env")) from None


def example() -> str:
    """The text of `.env.example`."""
    lines = [f"# {terminal.EXAMPLE_HEAD}"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        lines += ["", f"# {terminal.SETTINGS[name]}", f"{name.upper()}={default}"]
    return "\n".join(lines) + "\n"
