"""Layouts of receipts: the paper and the order of the blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import bodies, heads, sums
from .paper import Stock
from .ticket import Ticket

Block = Callable[[Ticket], None]


@dataclass(frozen=True, slots=True)
class Layout:
    stock: Stock
    blocks: tuple[Block, ...]
    served: bool = False
    """Whether a charge for service is added."""


LAYOUTS: dict[str, Layout] = {
    "supermarket": Layout(
        Stock("mono", 640, size=23, narrowing=0.8),
        (
            heads.logo, heads.company, heads.register, heads.address, heads.tax_id, heads.phone, heads.title,
            heads.rule, heads.number_and_date, heads.rule, bodies.items_with_codes, heads.rule, bodies.quantity_total,
            sums.subtotal_and_tax, sums.total, sums.payment, sums.savings, sums.tax_table, sums.loyalty,
            sums.thanks,
        ),
    ),
    "corner shop": Layout(
        Stock("sans", 560, size=26, rule="_"),
        (
            heads.company, heads.address, heads.phone, heads.bare_date, heads.rule, bodies.items_on_one_line,
            heads.rule, sums.total_only, sums.payment, sums.exchange_until, sums.thanks,
        ),
    ),
    "restaurant": Layout(
        Stock("typewriter", 600, size=25, narrowing=0.9),
        (
            heads.slogan, heads.company, heads.register, heads.address_on_one_line, heads.phone, heads.title,
            heads.table_details, heads.rule, bodies.quantity_first, heads.rule, sums.subtotal_and_tax, sums.total,
            heads.rule, sums.payment, sums.thanks,
        ),
        served=True,
    ),
    "hardware store": Layout(
        Stock("narrow", 760, size=27, narrowing=0.95),
        (
            heads.bearer, heads.company, heads.register, heads.address, heads.phone, heads.tax_id, heads.title,
            heads.number_beside_date, heads.rule, bodies.headings, bodies.item_table, heads.rule,
            sums.quantity_beside_total, sums.subtotal_and_tax, sums.total, sums.payment, sums.tax_table,
        ),
    ),
    "petrol station": Layout(
        Stock("heavy", 600, size=23, narrowing=0.8, rule="="),
        (
            heads.logo, heads.company, heads.phone, heads.address, heads.tax_id, heads.aligned_details, heads.rule,
            bodies.fuel, sums.total_only, sums.payment, sums.card_slip, sums.tax_table, sums.thanks,
        ),
    ),
    "pharmacy": Layout(
        Stock("mono", 620, size=22, leading=1.25),
        (
            heads.company, heads.address, heads.phone, heads.tax_id, heads.rule, bodies.items_with_tax_letters,
            heads.rule, sums.total, sums.payment, sums.tax_table, heads.bare_date, sums.signature, sums.thanks,
        ),
    ),
    "card slip": Layout(
        Stock("typewriter", 520, size=25, narrowing=0.9),
        (
            heads.title, heads.company, heads.address, heads.number_and_date, sums.card_slip, sums.label_over_total,
            sums.copy_line, sums.thanks,
        ),
    ),
    "letterhead": Layout(
        Stock("serif", 800, size=27, narrowing=1.0, rule="_"),
        (
            heads.company_on_the_left, heads.address_on_the_left, heads.phone, heads.rule, heads.title,
            heads.number_beside_date, bodies.headings, bodies.item_table, heads.rule, sums.subtotal_and_tax,
            sums.total, sums.thanks, heads.tax_id, heads.register,
        ),
    ),
    "phone between": Layout(
        Stock("mono", 600, size=24, rule="*"),
        (
            heads.slogan, heads.company, heads.phone, heads.tax_id, heads.address, heads.rule, heads.aligned_details,
            heads.rule, bodies.quantity_first, heads.rule, sums.total, sums.payment, sums.savings,
            bodies.quantity_total, sums.loyalty, sums.thanks,
        ),
    ),
    "duplicate": Layout(
        Stock("typewriter", 640, size=24, narrowing=0.85),
        (
            heads.bearer, sums.copy_line, heads.company, heads.register, heads.address, heads.title,
            heads.number_and_date, heads.rule, bodies.items_on_one_line, sums.subtotal_and_tax, sums.copy_stamp,
            sums.total, sums.payment, sums.thanks,
        ),
    ),
    "cafe": Layout(
        Stock("sans", 520, size=24, narrowing=0.9, leading=1.5),
        (
            heads.logo, heads.slogan, heads.company, heads.address_on_one_line, heads.bare_date,
            bodies.items_with_tax_letters, heads.rule, sums.label_over_total, sums.payment, sums.thanks,
        ),
    ),
    "department store": Layout(
        Stock("mono", 680, size=22, narrowing=0.75, leading=1.25),
        (
            heads.title, heads.company_and_register, heads.address, heads.head_office, heads.tax_id, heads.phone,
            heads.aligned_details, heads.rule, bodies.headings, bodies.item_table, heads.rule,
            bodies.quantity_total, sums.total, sums.subtotal_and_tax,
            sums.payment, sums.card_slip, sums.loyalty, sums.exchange_until, sums.thanks,
        ),
    ),
    "dated at the foot": Layout(
        Stock("narrow", 560, size=27, rule="-"),
        (
            heads.company, heads.register, heads.address, heads.tax_id, heads.rule, bodies.items_with_codes,
            heads.rule, sums.subtotal_and_tax, sums.total, sums.payment, heads.rule, heads.number_and_date,
            sums.thanks,
        ),
    ),
    "hotel desk": Layout(
        Stock("serif", 760, size=26, narrowing=0.95),
        (
            heads.logo, heads.company, heads.address, heads.phone, heads.title, heads.aligned_details,
            bodies.headings, bodies.item_table, sums.subtotal_and_tax, sums.total, sums.card_slip, sums.thanks,
        ),
        served=True,
    ),
}  # fmt: skip
