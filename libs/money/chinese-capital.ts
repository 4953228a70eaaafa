import { type Result, err, ok } from '#libs/result';
import { type Fen, MAX_FEN, absoluteFen } from './fen.ts';

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['', '拾', '佰', '仟'] as const;

/** Stands where the rule lets the writer put 零 or leave it out. */
const OPTIONAL_ZERO = '○';

function digit(value: number): string {
  return DIGITS[value] ?? '';
}

/** Up to four digits, without the 零 that a missing thousand calls for before them. */
function section(value: number): string {
  let text = '';
  let zeroPending = false;
  for (let place = 3; place >= 0; place -= 1) {
    const here = Math.floor(value / 10 ** place) % 10;
    if (here === 0) {
      zeroPending = text !== '';
      continue;
    }
    if (zeroPending) text += '零';
    zeroPending = false;
    text += digit(here) + PLACES[place];
  }
  return text;
}

/** Joins a higher part and its unit with the lower part; `lowerHasLeadingZero` where the top place of the lower is empty. */
function join(higher: string, unit: string, endsInZero: boolean, lower: string, lowerHasLeadingZero: boolean): string {
  if (higher === '') return lower;
  if (lower === '') return higher + unit;
  return higher + unit + (lowerHasLeadingZero ? '零' : endsInZero ? OPTIONAL_ZERO : '') + lower;
}

/** Up to eight digits: 万 joins two sections. */
function doubleSection(value: bigint): string {
  const high = Number(value / 10_000n);
  const low = Number(value % 10_000n);
  return join(section(high), '万', high % 10 === 0, section(low), low < 1000);
}

function wholeYuan(yuan: bigint): string {
  const high = yuan / 100_000_000n;
  const low = yuan % 100_000_000n;
  return join(doubleSection(high), '亿', high % 10n === 0n, doubleSection(low), low < 10_000_000n);
}

/** The capitals with every 零 that must stand, and a mark for every 零 that may. */
function spell(fen: Fen): string {
  const size = absoluteFen(fen);
  const yuan = size / 100n;
  const jiao = Number((size / 10n) % 10n);
  const cents = Number(size % 10n);
  if (size === 0n) return '零元整';

  const sign = fen < 0n ? '负' : '';
  const whole = yuan === 0n ? '' : `${wholeYuan(yuan)}元`;
  if (jiao === 0 && cents === 0) return `${sign}${whole}整`;
  const beforeFraction = whole !== '' && jiao !== 0 && yuan % 10n === 0n ? OPTIONAL_ZERO : '';
  const tenths = jiao === 0 ? (whole === '' ? '' : '零') : `${digit(jiao)}角`;
  return sign + whole + beforeFraction + tenths + (cents === 0 ? '' : `${digit(cents)}分`);
}

/**
 * The amount in Chinese capitals (人民币大写) as the People's Bank's rules for bills write it:
 * 1,409.50 → 壹仟肆佰零玖元伍角, 325.04 → 叁佰贰拾伍元零肆分, 45,000 → 肆万伍仟元整. Negative amounts begin with 负.
 *
 * @throws RangeError beyond {@link MAX_FEN}: no such amount passes a parser of this library.
 */
export function toChineseCapital(fen: Fen): string {
  if (absoluteFen(fen) > MAX_FEN) throw new RangeError('Amount too large for Chinese capitals');
  return spell(fen).replaceAll(OPTIONAL_ZERO, '');
}

const VARIANTS: Record<string, string> = {
  圆: '元',
  圓: '元',
  正: '整',
  貳: '贰',
  弍: '贰',
  參: '叁',
  叄: '叁',
  陸: '陆',
  萬: '万',
  億: '亿',
  〇: '零',
  負: '负',
};

/** Reads 元 part by places; wrong order is caught later, by comparing with what the amount is spelt as. */
function valueOfWhole(text: string): bigint {
  let total = 0n;
  let untilTenThousand = 0n;
  let digitSeen = 0n;
  for (const sign of text) {
    const value = DIGITS.findIndex((name) => name === sign);
    const place = PLACES.findIndex((name) => name !== '' && name === sign);
    if (value >= 0) digitSeen = BigInt(value);
    else if (place > 0) {
      untilTenThousand += digitSeen * 10n ** BigInt(place);
      digitSeen = 0n;
    } else {
      const unit = sign === '万' ? 10_000n : 100_000_000n;
      const below = untilTenThousand + digitSeen;
      total = sign === '万' ? total + below * unit : (total + below) * unit;
      untilTenThousand = 0n;
      digitSeen = 0n;
    }
  }
  return total + untilTenThousand + digitSeen;
}

/**
 * Reads an amount in Chinese capitals into fen. Reads 圆, 正, traditional forms, a leading 人民币, and 零 wherever the rule
 * leaves it to the writer; refuses a missing obligatory 零, places out of order, and anything that would be spelt otherwise.
 *
 * Errors: `empty`, `not-a-capital-amount`.
 */
export function parseChineseCapital(text: string): Result<Fen, 'empty' | 'not-a-capital-amount'> {
  const bare = Array.from(text.replace(/\s/g, ''), (sign) => VARIANTS[sign] ?? sign).join('');
  const plain = bare
    .replace(/^人民币[::]?/, '')
    .replace(/整$/, '')
    .replace(/零分$/, '')
    .replace(/零角$/, '')
    .replace('零角', '零');
  if (plain === '') return err('empty');
  if (plain === '零元' || plain === '零') return ok(0n);

  const match = /^(负?)(?:([壹贰叁肆伍陆柒捌玖拾佰仟万亿零]{1,40})元)?零?(?:(.)角)?零?(?:(.)分)?$/u.exec(plain);
  if (!match) return err('not-a-capital-amount');
  const [, sign, whole = '', jiaoText, centsText] = match;
  const jiao = jiaoText === undefined ? 0 : DIGITS.findIndex((name) => name === jiaoText);
  const cents = centsText === undefined ? 0 : DIGITS.findIndex((name) => name === centsText);
  if (jiao < 0 || cents < 0) return err('not-a-capital-amount');
  const size = valueOfWhole(whole) * 100n + BigInt(jiao * 10 + cents);
  if (size === 0n || size > MAX_FEN) return err('not-a-capital-amount');

  const fen = sign ? -size : size;
  const spelling = spell(fen).replace(/整$/, '').replaceAll(OPTIONAL_ZERO, '零?');
  return new RegExp(`^${spelling}$`, 'u').test(plain) ? ok(fen) : err('not-a-capital-amount');
}
