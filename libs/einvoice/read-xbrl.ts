import { fieldReader } from './fields.ts';
import { blankInvoice, classAndName, type Invoice, type InvoiceForm, type InvoiceLine } from './invoice.ts';
import { type Element, findAll, textOf } from './xml.ts';

const taxId = 'TaxpayerIdentificationNumberUnifiedSocialCreditCodeOf';

/** OFD with an instance of the Ministry of Finance's taxonomy (`inv_ord_issuer_*.xml`). */
export function readXbrl(root: Element, form: InvoiceForm): Invoice {
  const fields = fieldReader();
  const text = (name: string) => textOf(root, name);
  return {
    ...blankInvoice(form, 'xbrl'),
    code: text('CodeOfInvoice'),
    number: text('NumberOfInvoice'),
    date: fields.day('date', text('DateOfIssue')),
    seller: { name: text('NameOfSeller'), taxId: text(`${taxId}Seller`) },
    buyer: { name: text('NameOfPurchaser'), taxId: text(`${taxId}Purchaser`) },
    lines: findAll(root, 'InformationOfTaxableGoodsOrServicesDetailItemsTuple').map((item, index): InvoiceLine => {
      const of = (name: string) => textOf(item, name);
      return {
        ...classAndName(of('NameOfTaxableGoodsOrServices')),
        spec: of('Specification'),
        unit: of('UnitOfGoodsOrServices'),
        quantity: of('QuantityOfGoodsOrServices'),
        price: of('UnitPriceOfGoodsOrServices'),
        amountFen: fields.amount(`lines.${index}.amount`, of('AmountExcludingTax')),
        rate: of('TaxRate'),
        taxFen: fields.amount(`lines.${index}.tax`, of('TaxAmount')),
        taxCode: of('TaxClassificationCode'),
      };
    }),
    netFen: fields.amount('net', text('TotalAmountExcludingTax')),
    taxFen: fields.amount('tax', text('TotalTaxAmount')),
    totalFen: fields.amount('total', text('TaxIncludedAmountInFigures')),
    capital: text('TaxIncludedAmountInWords'),
    unreadable: fields.unreadable,
  };
}
