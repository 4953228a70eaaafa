import { fieldReader } from './fields.ts';
import { blankInvoice, classAndName, type Invoice, type InvoiceLine } from './invoice.ts';
import { type Element, find, findAll } from './xml.ts';

/** Text objects of the pages by their id. Codes inside one object are joined, as it shows them. */
export function textObjects(pages: readonly Element[]): Map<string, { text: string; y: number }> {
  const objects = new Map<string, { text: string; y: number }>();
  for (const page of pages) {
    for (const object of findAll(page, 'TextObject')) {
      const id = object.attributes['ID'];
      if (id === undefined || objects.has(id)) continue;
      const y = Number(object.attributes['Boundary']?.trim().split(/\s+/)[1] ?? Number.NaN);
      objects.set(id, {
        text: findAll(object, 'TextCode')
          .map((code) => code.text)
          .join(''),
        y,
      });
    }
  }
  return objects;
}

/** One printed value: its text and how far down the page it stands, in mm. */
interface Value {
  text: string;
  y: number;
}

/** Fully digital OFD without attachment: `CustomTag.xml` names the objects on the page that hold each value; several objects make one value (`¥` and digits, wrapped names). */
export function readTags(root: Element, objects: ReadonlyMap<string, { text: string; y: number }>): Invoice {
  const fields = fieldReader();
  const valuesOf = (element: Element): Value[] =>
    element.children
      .filter((child) => child.name === 'ObjectRef')
      .map((child) => objects.get(child.text))
      .filter((value) => value !== undefined);
  const joined = (name: string): string => {
    const element = find(root, name);
    return element
      ? valuesOf(element)
          .map((value) => value.text)
          .join('')
          .trim()
      : '';
  };
  return {
    ...blankInvoice('ofd', 'tags'),
    code: joined('InvoiceCode'),
    number: joined('InvoiceNo'),
    date: fields.day('date', joined('IssueDate')),
    seller: { name: joined('SellerName'), taxId: joined('SellerTaxID') },
    buyer: { name: joined('BuyerName'), taxId: joined('BuyerTaxID') },
    lines: linesOf(root, valuesOf, fields),
    netFen: fields.amount('net', joined('TaxExclusiveTotalAmount')),
    taxFen: fields.amount('tax', joined('TaxTotalAmount')),
    totalFen: fields.amount('total', joined('TaxInclusiveTotalAmount')),
    capital: capitalOn(objects),
    unreadable: fields.unreadable,
  };
}

/** The total in capitals has no tag; it is the one text on the page made of capital figures. */
function capitalOn(objects: ReadonlyMap<string, { text: string }>): string {
  for (const { text } of objects.values()) {
    const bare = text.replace(/\s/g, '');
    if (/^(?:[(（]?负数?[)）]?)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[元圆](?:[零壹贰叁肆伍陆柒捌玖角分]*)[整正]?$/u.test(bare)) return bare;
  }
  return '';
}

const columns = {
  Item: 'Item',
  spec: 'Specification',
  unit: 'MeasurementDimension',
  quantity: 'Quantity',
  price: 'Price',
  amount: 'Amount',
  rate: 'TaxScheme',
  tax: 'TaxAmount',
} as const;
type Column = keyof typeof columns;

function linesOf(root: Element, valuesOf: (element: Element) => Value[], fields: ReturnType<typeof fieldReader>): InvoiceLine[] {
  const rows = findAll(root, 'GoodsInfo');
  const tables = rows.length > 0 ? rows.map((row) => rowOf(row, valuesOf)) : rowsByHeight(root, valuesOf);
  return tables.map((row, index) => ({
    ...classAndName(row.Item),
    spec: row.spec,
    unit: row.unit,
    quantity: row.quantity,
    price: row.price,
    amountFen: fields.amount(`lines.${index}.amount`, row.amount),
    rate: row.rate,
    taxFen: fields.amount(`lines.${index}.tax`, row.tax),
    taxCode: '',
  }));
}

const emptyRow = (): Record<Column, string> => ({ Item: '', spec: '', unit: '', quantity: '', price: '', amount: '', rate: '', tax: '' });

function rowOf(row: Element, valuesOf: (element: Element) => Value[]): Record<Column, string> {
  const out = emptyRow();
  for (const [column, tag] of Object.entries(columns) as [Column, string][]) {
    out[column] = findAll(row, tag)
      .flatMap(valuesOf)
      .map((value) => value.text)
      .join('')
      .trim();
  }
  return out;
}

/**
 * Without rows the tags list every value of a column, wrapped names in pieces. A row begins where an amount stands; every other value belongs
 * to the last row that begins not below it (half a line of tolerance, in mm).
 */
function rowsByHeight(root: Element, valuesOf: (element: Element) => Value[]): Record<Column, string>[] {
  const of = (column: Column) => findAll(root, columns[column]).flatMap(valuesOf);
  const starts = of('amount')
    .map((value) => value.y)
    .filter((y) => Number.isFinite(y))
    .sort((a, b) => a - b);
  const rows = starts.map(emptyRow);
  const tolerance = 2.5;
  for (const column of Object.keys(columns) as Column[]) {
    for (const value of of(column)) {
      let at = -1;
      starts.forEach((y, index) => {
        if (y <= value.y + tolerance) at = index;
      });
      const row = rows[Math.max(at, 0)];
      if (row) row[column] += value.text.trim();
    }
  }
  return rows;
}
