import { strToU8, type Zippable, zipSync } from 'fflate';

/** An invented invoice: names, numbers and codes belong to nobody; the check characters are right. */
export const sample = {
  code: '031002600111',
  oldNumber: '00001234',
  number: '26312000000000001234',
  day: '2026-03-09',
  seller: { name: '演示五金商店（虚构）', taxId: '91310000MA1DEMX00F' },
  buyer: { name: '演示居民委员会（虚构）', taxId: '54310000DEMX000017' },
  net: '123.89',
  tax: '16.11',
  total: '140.00',
  capital: '壹佰肆拾圆整',
  lines: [
    {
      item: '*金属制品*不锈钢螺丝',
      spec: 'M4×20',
      unit: '盒',
      quantity: '2',
      price: '8.8495575221239',
      amount: '17.70',
      rate: '13%',
      tax: '2.30',
      taxCode: '1080411000000000000',
    },
    {
      item: '*照明装置*廊灯',
      spec: '7W',
      unit: '只',
      quantity: '3',
      price: '35.3982300884956',
      amount: '106.19',
      rate: '13%',
      tax: '13.81',
      taxCode: '1090515000000000000',
    },
  ],
};

type Sample = typeof sample;
const xml = (body: string): Uint8Array => strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
const cnDay = (day: string): string => day.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日');

/** Fully digital invoice as XML. */
export const einvoiceXml = (of: Sample = sample): Uint8Array =>
  xml(`<EInvoice><Header><EIid>${of.number}</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>${of.seller.taxId}</SellerIdNum><SellerName>${of.seller.name}</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum>${of.buyer.taxId}</BuyerIdNum><BuyerName>${of.buyer.name}</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>${of.net}</TotalAmWithoutTax><TotalTaxAm>${of.tax}</TotalTaxAm><TotalTax-includedAmount>${of.total}</TotalTax-includedAmount><TotalTax-includedAmountInChinese>${of.capital}</TotalTax-includedAmountInChinese></BasicInformation>
${of.lines
  .map(
    (
      line,
    ) => `<IssuItemInformation><ItemName>${line.item}</ItemName><SpecMod>${line.spec}</SpecMod><MeaUnits>${line.unit}</MeaUnits><Quantity>${line.quantity}</Quantity><UnPrice>${line.price}</UnPrice>
<Amount>${line.amount}</Amount><TaxRate>${line.rate}</TaxRate><ComTaxAm>${line.tax}</ComTaxAm><TaxClassificationCode>${line.taxCode}</TaxClassificationCode></IssuItemInformation>`,
  )
  .join('\n')}
</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>${of.number}</InvoiceNumber><IssueTime>${of.day} 10:20:30</IssueTime></TaxSupervisionInfo></EInvoice>`);

/** Text of the code of the older form, with its checksum given by the caller. */
export const edrmXml = (of: Sample = sample, graphCode = ''): Uint8Array =>
  xml(`<eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019" Version="1.0"><fp:InvoiceCode>${of.code}</fp:InvoiceCode><fp:InvoiceNo>${of.oldNumber}</fp:InvoiceNo><fp:IssueDate>${cnDay(of.day)}</fp:IssueDate>
<fp:Buyer><fp:BuyerName>${of.buyer.name}</fp:BuyerName><fp:BuyerTaxID>${of.buyer.taxId}</fp:BuyerTaxID></fp:Buyer><fp:Seller><fp:SellerName>${of.seller.name}</fp:SellerName><fp:SellerTaxID>${of.seller.taxId}</fp:SellerTaxID></fp:Seller>
<fp:TaxInclusiveTotalAmount>${of.total}</fp:TaxInclusiveTotalAmount><fp:TaxTotalAmount>${of.tax}</fp:TaxTotalAmount><fp:TaxExclusiveTotalAmount>${of.net}</fp:TaxExclusiveTotalAmount><fp:GraphCode>${graphCode}</fp:GraphCode>
<fp:GoodsInfos>${of.lines.map((line) => `<fp:GoodsInfo><fp:Item>${line.item}</fp:Item><fp:Specification>${line.spec}</fp:Specification><fp:MeasurementDimension>${line.unit}</fp:MeasurementDimension><fp:Price>${line.price}</fp:Price><fp:Quantity>${line.quantity}</fp:Quantity><fp:Amount>${line.amount}</fp:Amount><fp:TaxScheme>${line.rate}</fp:TaxScheme><fp:TaxAmount>${line.tax}</fp:TaxAmount></fp:GoodsInfo>`).join('')}</fp:GoodsInfos></eInvoice>`);

/** Instance of the Ministry of Finance's taxonomy. */
export const xbrlXml = (of: Sample = sample): Uint8Array => {
  const inv = (name: string, value: string) => `<inv:${name} contextRef="c1"><![CDATA[${value}]]></inv:${name}>`;
  return xml(`<xbrl xmlns:inv="http://xbrl.mof.gov.cn/taxonomy/2021-09-30/inv">${inv('CodeOfInvoice', of.code)}${inv('NumberOfInvoice', of.oldNumber)}${inv('DateOfIssue', of.day)}
${inv('NameOfPurchaser', of.buyer.name)}${inv('TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser', of.buyer.taxId)}${inv('NameOfSeller', of.seller.name)}${inv('TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller', of.seller.taxId)}
${inv('TotalAmountExcludingTax', of.net)}${inv('TotalTaxAmount', of.tax)}${inv('TaxIncludedAmountInFigures', of.total)}${inv('TaxIncludedAmountInWords', of.capital)}
${of.lines.map((line) => `<inv:InformationOfTaxableGoodsOrServicesDetailItemsTuple>${inv('NameOfTaxableGoodsOrServices', line.item)}${inv('Specification', line.spec)}${inv('UnitOfGoodsOrServices', line.unit)}${inv('QuantityOfGoodsOrServices', line.quantity)}${inv('UnitPriceOfGoodsOrServices', line.price)}${inv('AmountExcludingTax', line.amount)}${inv('TaxRate', line.rate)}${inv('TaxAmount', line.tax)}</inv:InformationOfTaxableGoodsOrServicesDetailItemsTuple>`).join('')}</xbrl>`);
};

const ofdRoot = (data: Record<string, string> = {}): Uint8Array =>
  xml(
    `<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>${Object.entries(data)
      .map(([name, value]) => `<ofd:CustomData Name="${name}">${value}</ofd:CustomData>`)
      .join('')}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
  );

/** An OFD package of the given files. */
export const ofd = (files: Zippable, data: Record<string, string> = {}): Uint8Array => zipSync({ 'OFD.xml': ofdRoot(data), ...files }, { mtime: '2026-03-09' });

export const edrmOfd = (of: Sample = sample, graphCode = ''): Uint8Array =>
  ofd({ 'Doc_0/Attachs/Attachments.xml': xml('<a/>'), 'Doc_0/Attachs/original_invoice.xml': edrmXml(of, graphCode) });
export const xbrlOfd = (of: Sample = sample): Uint8Array => ofd({ 'Doc_0/Attachs/inv_ord_issuer_20260309_1.xml': xbrlXml(of) });
export const notedOfd = (of: Sample = sample): Uint8Array =>
  ofd(
    {},
    {
      发票号码: of.number,
      开票日期: cnDay(of.day),
      合计金额: of.net,
      合计税额: of.tax,
      销售方纳税人识别号: of.seller.taxId,
      购买方纳税人识别号: of.buyer.taxId,
    },
  );

/** Fully digital OFD: tags that point at text objects; the second line's name is wrapped and every amount stands apart from its ¥. */
export function taggedOfd(of: Sample = sample, broken = false): Uint8Array {
  let id = 100;
  const objects: string[] = [];
  const put = (y: number, ...texts: string[]): string =>
    texts
      .map((text, index) => {
        id += 1;
        objects.push(`<ofd:TextObject ID="${id}" Boundary="10 ${y + index * 4.5} 30 4"><ofd:TextCode X="0" Y="3">${text}</ofd:TextCode></ofd:TextObject>`);
        return `<ofd:ObjectRef PageRef="1">${id}</ofd:ObjectRef>`;
      })
      .join('');
  const tag = (name: string, refs: string) => `<ofd:${name}>${refs}</ofd:${name}>`;
  const money = (y: number, amount: string) => put(y, '¥') + put(y, amount);
  const rows = of.lines.map((line, index) => ({ line, y: 56 + index * 11 }));
  const column = (name: string, of: (line: Sample['lines'][number]) => string[]) => tag(name, rows.map(({ line, y }) => put(y, ...of(line))).join(''));
  const wrap = (text: string) => [text.slice(0, 8), text.slice(8)].filter((part) => part !== '');
  const body = [
    tag('InvoiceNo', put(10, of.number)),
    tag('IssueDate', put(16, cnDay(of.day))),
    tag('Buyer', tag('BuyerName', put(33, of.buyer.name)) + tag('BuyerTaxID', put(43, of.buyer.taxId))),
    tag('Seller', tag('SellerName', put(33, ...wrap(of.seller.name))) + tag('SellerTaxID', put(43, of.seller.taxId))),
    tag('TaxExclusiveTotalAmount', money(90, of.net)),
    tag('TaxTotalAmount', money(90, of.tax)),
    tag('TaxInclusiveTotalAmount', money(96, of.total)),
    column('Item', (line) => wrap(line.item)),
    column('Specification', (line) => [line.spec]),
    column('MeasurementDimension', (line) => [line.unit]),
    column('TaxScheme', (line) => [line.rate]),
    column('Amount', (line) => [line.amount]),
    column('TaxAmount', (line) => [line.tax]),
    column('Price', (line) => [line.price]),
    column('Quantity', (line) => [line.quantity]),
  ].join('');
  put(96, of.capital);
  const tags = broken ? xml(`<:eInvoice xmlns:="">${body}</:eInvoice>`) : xml(`<ofd:root xmlns:ofd="http://www.ofdspec.org/2016">${body}</ofd:root>`);
  const page = xml(`<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>${objects.join('')}</ofd:Layer></ofd:Content></ofd:Page>`);
  return ofd({ 'Doc_0/Tags/CustomTags.xml': xml('<a/>'), 'Doc_0/Tags/CustomTag.xml': tags, 'Doc_0/Pages/Page_0/Content.xml': page });
}
