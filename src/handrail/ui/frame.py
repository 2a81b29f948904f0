"""What surrounds every page: who is signed in, where they can go, and whether this is a demonstration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place a person can go from every page."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The page's surroundings. A visitor's frame has no name, no organisation and no way out.

    ``who``           the name of the person who is signed in
    ``role``          what they are here, in the words of the place: "coordinator"
    ``organisation``  where they act; empty for a family
    ``nav``           the main places, in order; it wraps and never hides behind a menu
    ``foot``          links at the foot of every page
    ``demonstration`` everybody on the page is invented, and the page says so
    ``languages``     those that this page can speak, by their own names; ``url`` is Django's code of each
    ``here``          where to come back to when another language is chosen
    ``person``        an opaque key that keeps one person's unsaved words apart from another's on a
                      shared device; never a name or an address
    """

    who: str = ""
    role: str = ""
    organisation: str = ""
    nav: tuple[NavItem, ...] = ()
    demonstration: bool = False
    sign_out_url: str = ""
    signed_in: bool = False
    home_url: str = "/"
    sign_in_url: str = ""
    foot: tuple[NavItem, ...] = ()
    person: str = ""
    languages: tuple[NavItem, ...] = ()
    here: str = ""

    @property
    def name_and_role(self) -> str:
        """The way a person is shown in the header: "Morag Sinclair, coordinator"."""
        return ", ".join(part for part in (self.who, self.role) if part)


VISITOR = Frame()
