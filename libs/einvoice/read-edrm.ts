import { fieldReader } from './fields.ts';
import { blankInvoice, classAndName, type Invoice, type InvoiceForm, type InvoiceLine } from './invoice.ts';
import { type Element, find, findAll, textOf } from './xml.ts';

/** A base64 picture stands where some makers put the text of the code. */
const codeText = (text: string): string => (/^\d{2},/.test(text) || /^https?:/.test(text) ? text : '');

/** Older OFD: attachment `original_invoice.xml`, root `eInvoice` of edrm 2019. */
export function readEdrm(root: Element, form: InvoiceForm): Invoice {
  const fields = fieldReader();
  const [seller, buyer] = [find(root, 'Seller'), find(root, 'Buyer')];
  return {
    ...blankInvoice(form, 'edrm'),
    code: textOf(root, 'InvoiceCode'),
    number: textOf(root, 'InvoiceNo'),
    date: fields.day('date', textOf(root, 'IssueDate')),
    seller: { name: textOf(seller, 'SellerName'), taxId: textOf(seller, 'SellerTaxID') },
    buyer: { name: textOf(buyer, 'BuyerName'), taxId: textOf(buyer, 'BuyerTaxID') },
    lines: findAll(root, 'GoodsInfo').map((item, index): InvoiceLine => {
      const text = (name: string) => textOf(item, name);
      return {
        ...classAndName(text('Item')),
        spec: text('Specification'),
        unit: text('MeasurementDimension'),
        quantity: text('Quantity'),
        price: text('Price'),
        amountFen: fields.amount(`lines.${index}.amount`, text('Amount')),
        rate: text('TaxScheme'),
        taxFen: fields.amount(`lines.${index}.tax`, text('TaxAmount')),
        taxCode: text('TaxClassificationCode') || text('GoodsCode'),
      };
    }),
    netFen: fields.amount('net', textOf(root, 'TaxExclusiveTotalAmount')),
    taxFen: fields.amount('tax', textOf(root, 'TaxTotalAmount')),
    totalFen: fields.amount('total', textOf(root, 'TaxInclusiveTotalAmount')),
    capital: textOf(root, 'TaxInclusiveTotalAmountInWords'),
    qr: codeText(textOf(root, 'GraphCode')),
    unreadable: fields.unreadable,
  };
}
