import { fieldReader } from './fields.ts';
import { blankInvoice, classAndName, type Invoice, type InvoiceForm, type InvoiceLine, type Party } from './invoice.ts';
import { type Element, find, findAll, textOf } from './xml.ts';

/** Fully digital invoice as XML (root `EInvoice`). */
export function readEInvoice(root: Element, form: InvoiceForm): Invoice {
  const fields = fieldReader();
  const supervision = find(root, 'TaxSupervisionInfo');
  const basic = find(root, 'BasicInformation');
  const party = (name: 'Seller' | 'Buyer'): Party => {
    const element = find(root, `${name}Information`);
    return { name: textOf(element, `${name}Name`) || textOf(element, 'Name'), taxId: textOf(element, `${name}IdNum`) || textOf(element, 'IdNum') };
  };
  return {
    ...blankInvoice(form, 'einvoice'),
    number: textOf(supervision, 'InvoiceNumber') || textOf(root, 'EIid'),
    date: fields.day('date', textOf(supervision, 'IssueTime') || textOf(basic, 'RequestTime')),
    seller: party('Seller'),
    buyer: party('Buyer'),
    lines: findAll(root, 'IssuItemInformation').map((item, index): InvoiceLine => {
      const text = (name: string) => textOf(item, name);
      return {
        ...classAndName(text('ItemName')),
        spec: text('SpecMod'),
        unit: text('MeaUnits'),
        quantity: text('Quantity'),
        price: text('UnPrice'),
        amountFen: fields.amount(`lines.${index}.amount`, text('Amount')),
        rate: text('TaxRate'),
        taxFen: fields.amount(`lines.${index}.tax`, text('ComTaxAm')),
        taxCode: text('TaxClassificationCode'),
      };
    }),
    netFen: fields.amount('net', textOf(basic, 'TotalAmWithoutTax')),
    taxFen: fields.amount('tax', textOf(basic, 'TotalTaxAm')),
    totalFen: fields.amount('total', textOf(basic, 'TotalTax-includedAmount')),
    capital: textOf(basic, 'TotalTax-includedAmountInChinese'),
    unreadable: fields.unreadable,
  };
}
