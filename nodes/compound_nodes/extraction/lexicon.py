"""What fields of business documents are called: in schemas, and as printed labels in English, German, French, Dutch,
Spanish, Italian and, for receipts, Malay.

Phrases are written as `words_of` leaves them: lower case, no accents, no punctuation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a value is recognised."""

    AMOUNT = "amount"
    DATE = "date"
    IDENTIFIER = "identifier"
    ISSUER = "issuer"
    ORGANISATION = "organisation"
    ADDRESS = "address"
    CURRENCY = "currency"
    EMAIL = "email"
    WEBSITE = "website"
    PHONE = "phone"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that documents state, with the names that schemas and documents have for it."""

    key: str
    kind: Kind
    names: str
    """Field names, separated by commas."""
    labels: str
    """Printed labels that mean it, separated by commas."""
    weak: str = ""
    """Printed labels that often mean it."""


CONCEPTS = (
    Concept(
        "total", Kind.AMOUNT,
        "total, amount, grand total, total amount, amount due, total due, balance due, amount total, gross, gross amount, "
        "gross total, total gross, total price, total incl tax, amount payable, price, sum, total paid, amount paid",
        "grand total, total amount due, total amount, amount due, total due, balance due, amount payable, total payable, "
        "total incl gst, total inclusive gst, total inclusive of gst, total incl vat, total incl tax, total sales inclusive of gst, "
        "total sales incl gst, total rounded, rounded total, total after rounding, net total, nett total, total amt, total rm, "
        "total amt payable, total for this invoice, total to pay, to pay, invoice total, total price, order total, "
        "gesamtbetrag, gesamtsumme, rechnungsbetrag, endbetrag, zu zahlen, zahlbetrag, bruttobetrag, gesamt brutto, total eur, "
        "summe eur, total ttc, montant ttc, net a payer, somme a payer, montant a payer, total a payer, total facture, "
        "totaal te betalen, te betalen, totaalbedrag, totaal incl btw, totaal incl, importe total, total a pagar, total factura, "
        "totale fattura, totale da pagare, importo totale, totale documento, totale complessivo, jumlah besar, jumlah keseluruhan",
        "total, gesamt, summe, totaal, totale, betrag, gross, brutto, ttc, amount, montant, bedrag, importe, importo, jumlah",
    ),
    Concept(
        "subtotal", Kind.AMOUNT,
        "subtotal, sub total, amount untaxed, net, net amount, total net, total excl tax, untaxed amount, total before tax, "
        "amount excluding tax, net total",
        "subtotal, sub total, sub ttl, subttl, total excl gst, total excluding gst, total exclusive of gst, total excl vat, "
        "total before tax, taxable amount, amount excl gst, total sales excluding gst, zwischensumme, nettobetrag, netto, summe netto, "
        "gesamt netto, total ht, montant ht, sous total, subtotaal, exclusief btw, totaal excl btw, totaal exclusief btw, "
        "base imponible, imponibile, totale imponibile, net amount, amount before tax, merchandise",
        "excl gst, excl vat, ohne mwst, ht",
    ),
    Concept(
        "tax", Kind.AMOUNT,
        "tax, vat, gst, amount tax, tax amount, vat amount, total tax, sales tax, tax total, gst amount",
        "tax amount, sales tax, vat amount, total vat, total tax, total gst, gst amount, vat, gst, tax, sst, mwst, ust, "
        "umsatzsteuer, mehrwertsteuer, mwst betrag, tva, montant tva, total tva, btw, btw bedrag, iva, imposta, total iva, cgst, "
        "sgst, igst, service tax, cukai",
    ),
    Concept(
        "discount", Kind.AMOUNT, "discount, discount amount, rebate, savings",
        "discount, disc, total discount, savings, you saved, total savings, rebate, rabatt, nachlass, skonto, remise, korting, "
        "descuento, sconto, diskaun",
    ),
    Concept("cash", Kind.AMOUNT, "cash, cash tendered, tendered, amount tendered",
        "cash, cash tendered, tendered, tender, amount tendered, amount received, bar, geg bar, gegeben, especes, contant, efectivo, "
        "contanti, tunai, cash payment"),
    Concept("change", Kind.AMOUNT, "change, change due",
        "change, change due, cash change, ruckgeld, wechselgeld, rendu, monnaie, wisselgeld, cambio, resto, baki"),
    Concept("rounding", Kind.AMOUNT, "rounding, rounding adjustment",
        "rounding, rounding adj, rounding adjustment, round adj, round d adj, rounding adjust, pembundaran, arrondi, afronding"),
    Concept("shipping", Kind.AMOUNT, "shipping, shipping cost, delivery fee, freight",
        "shipping, shipping cost, delivery charge, freight, versand, versandkosten, frais de port, verzendkosten, gastos de envio, "
        "spese di spedizione"),
    Concept("service", Kind.AMOUNT, "service charge, tip, gratuity",
        "service charge, svc chg, serv charge, tip, gratuity, trinkgeld, pourboire, propina, mancia"),
    Concept("price", Kind.AMOUNT, "unit price, price unit",
        "unit price, price per unit, u price, einzelpreis, prix unitaire, pu ht, prijs per stuk, precio unitario, prezzo unitario, "
        "balance, credits, credit"),
    Concept("quantity", Kind.INTEGER, "quantity, qty, item count, items, number of items",
        "qty, quantity, total qty, total quantity, item count, total items, no of items, total item, items, menge, anzahl, quantite, "
        "nombre, aantal, cantidad, quantita"),
    Concept(
        "date", Kind.DATE,
        "date, invoice date, issue date, date of issue, issued on, receipt date, bill date, document date, transaction date, "
        "purchase date, date issued, issued, date invoice",
        "invoice date, date of invoice, bill date, date of issue, issue date, issued on, dated, transaction date, receipt date, "
        "document date, invoice date time, rechnungsdatum, belegdatum, ausstellungsdatum, rechnung vom, date de facture, "
        "date facture, date d emission, date de facturation, facture du, facture en date du, factuurdatum, fecha de factura, "
        "fecha factura, fecha de emision, fecha emision, data fattura, data emissione, data documento, tarikh",
        "date, datum, fecha, data, date time, dt, du, vom, le",
    ),
    Concept(
        "due_date", Kind.DATE, "due date, date due, payment due date, due, due on, payment due, pay by",
        "due date, date due, payment due, payment due date, due on, pay by, payable by, total amount due on, amount due on, "
        "fallig am, falligkeit, falligkeitsdatum, zahlungsziel, zahlbar bis, "
        "date limite de paiement, date d echeance, echeance, a payer avant le, a regler avant le, vervaldatum, te betalen voor, "
        "uiterste betaaldatum, fecha de vencimiento, vencimiento, data scadenza, scadenza",
    ),
    Concept("order_date", Kind.DATE, "order date, date of order, purchase order date",
        "order date, date of order, bestelldatum, auftragsdatum, date de commande, orderdatum, besteldatum, fecha de pedido, data ordine"),
    Concept("delivery_date", Kind.DATE, "delivery date, shipping date, date delivered, ship date",
        "delivery date, ship date, shipping date, lieferdatum, leistungsdatum, date de livraison, leverdatum, fecha de entrega, data consegna"),
    Concept("date_start", Kind.DATE, "date start, start date, period start, from date, date check in, check in, check in date",
        "check in, check in date, start date, period from, period start, valid from, billing period, leistungszeitraum, periode, a partir du, prelevement a partir du"),
    Concept("date_end", Kind.DATE, "date end, end date, period end, to date, date check out, check out, check out date, expiry date, valid until",
        "check out, check out date, end date, period to, expiry date, expires, exp date, valid until, gultig bis"),
    Concept("birth_date", Kind.DATE, "date of birth, birth date, dob, birthday",
        "date of birth, dob, born, birth date, geburtsdatum, geboren am, date de naissance, geboortedatum, fecha de nacimiento, data di nascita"),
    Concept(
        "invoice_number", Kind.IDENTIFIER,
        "invoice number, invoice no, invoice id, invoice, number, receipt number, receipt no, bill number, bill no, document number, "
        "document no, invoice nr, receipt id",
        "invoice number, invoice no, invoice nr, invoice num, invoice id, invoice, tax invoice no, tax invoice number, inv no, inv, "
        "rechnungsnummer, rechnungsnr, rechnungs nr, rechnung nr, rechnung no, rechnung, belegnummer, "
        "beleg nr, bon nr, facture n, facture no, numero de facture, n de facture, n facture, no de facture, no facture, facture, facture numero, "
        "factuurnummer, factuur nr, factuurnr, "
        "numero de factura, n de factura, n factura, factura no, factura n, numero factura, no factura, factura, "
        "fattura n, fattura no, numero fattura, n fattura, no fattura, receipt number, receipt no, "
        "receipt, bill no, bill number, bill, doc no, document no, slip no, sales no, cash bill no, cb no, bil no, no resit",
        "no, number, nr, numero, nummer, trans no, transaction no, trn, trx no, ref no, ref, reference, reference number, booking id",
    ),
    Concept("order_number", Kind.IDENTIFIER, "order number, order no, order id, purchase order, po number, po no",
        "order number, order no, order id, order, po number, po no, purchase order, bestellnummer, bestell nr, auftragsnummer, auftrag nr, "
        "numero de commande, commande n, commande no, ordernummer, bestelnummer, numero de pedido, pedido, numero ordine, ordine n"),
    Concept("customer_number", Kind.IDENTIFIER, "customer number, customer no, customer id, client id, client number, account number, account no",
        "customer number, customer no, customer id, client id, client no, account number, account no, member no, membership no, "
        "kundennummer, kundennr, kunden nr, numero client, n client, no client, id client, klantnummer, klantnr, numero de cliente, "
        "codice cliente, numero de dossier, contract no, vertragsnummer, numero de ligne, contract number"),
    Concept("vat_id", Kind.IDENTIFIER, "vat, vat id, vat number, vat no, tax id, gst no, gst number, gst id, gstin, tax number, tin, vat reg no",
        "vat id, vat number, vat no, vat reg no, vat registration, vat registration no, tax id, tax number, tax no, gst no, gst id, gst reg no, "
        "gst id no, gst reg, gstin, ust id, ustid, ust idnr, ust id nr, uid nr, uid, steuernummer, steuer nr, n tva, no tva, numero de tva, n de tva, "
        "tva intracommunautaire, n de tva intra communautaire, btw nummer, btw nr, btw, nif, cif, partita iva, p iva, vat tin, service tax, sst no, sst id"),
    Concept("company_number", Kind.IDENTIFIER, "company number, registration number, siren, siret, cin, coc, company registration, partner coc, company no",
        "company number, company no, co no, co reg no, company reg no, reg no, registration no, roc no, roc, siren, siret, rcs, cin, hrb, kvk, kvk nummer, "
        "handelsregister, registergericht"),
    Concept("iban", Kind.IDENTIFIER, "iban", "iban"),
    Concept("bic", Kind.IDENTIFIER, "bic, swift, swift code", "bic, swift, swift bic, ifsc code"),
    Concept(
        "issuer", Kind.ISSUER,
        "issuer, company, vendor, seller, supplier, merchant, store, shop, company name, vendor name, seller name, supplier name, "
        "merchant name, store name, shop name, issued by, partner name, sold by, sender, restaurant, organisation, organization, "
        "biller, provider, issuer name",
        "sold by, seller, vendor, supplier, issued by, service provider, payee, payment received by, in favor of, "
        "in favour of, account holder, beneficiary, verkaufer, rechnungssteller, kontoinhaber, emetteur, titulaire du compte, vendeur, verkoper, "
        "ten name van, emisor, titular, vendedor, emittente, intestatario",
        "from, by",
    ),
    Concept(
        "customer", Kind.ORGANISATION,
        "customer, buyer, client, recipient, bill to, customer name, client name, buyer name, billed to, guest name, receiver",
        "bill to, billed to, bill to address, customer, customer name, client name, guest name, buyer, ship to, deliver to, attn, "
        "attention, sold to, invoice to, billing address, shipping address, delivery address, kunde, rechnungsempfanger, "
        "rechnungsadresse, lieferadresse, client, nom de l abonne, adresse de facturation, adresse de livraison, klant, "
        "factuuradres, afleveradres, cliente, destinatario, facturar a, to, m s",
    ),
    Concept("address", Kind.ADDRESS, "address, company address, issuer address, vendor address, seller address, store address, merchant address, location",
        "registered office, regd office, head office, office address, siege social, sede legale, domicilio social, warehouse address",
        "address, adresse, adres, direccion, indirizzo, alamat"),
    Concept("currency", Kind.CURRENCY, "currency, currency code, invoice currency", "currency, wahrung, devise, valuta, moneda, munt"),
    Concept("email", Kind.EMAIL, "email, e mail, mail, email address, contact email", "email, e mail, mail, courriel"),
    Concept("website", Kind.WEBSITE, "website, url, web, web site, homepage, partner website", "website, web, internet, url, homepage, site"),
    Concept("phone", Kind.PHONE, "phone, telephone, tel, phone number, mobile, telephone number",
        "phone, phone no, telephone, tel, tel no, mobile, h p, telefon, telefono, telefoon, customer care, hotline"),
    Concept("fax", Kind.PHONE, "fax, fax number", "fax, telefax, fax no"),
    Concept("payment_method", Kind.TEXT, "payment method, payment mode, paid by, payment type",
        "payment method, payment mode, payment type, mode of payment, paid by, zahlungsart, zahlungsform, zahlungsweise, "
        "mode de paiement, modes de reglement, betaalwijze, betaalmethode, forma de pago, metodo de pago, modalita di pagamento"),
)  # fmt: skip

FILLERS = frozenset(
    ["the", "of", "a", "an", "invoice", "receipt", "document", "bill", "value", "full", "text", "field", "info", "printed", "final", "number", "name", "in", "on", "for"]
)
"""Words of a field's name that do not change which concept it means."""
