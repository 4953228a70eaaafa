import { err, ok, type Result } from '#libs/result';
import { parsePhone } from '../person.ts';

/** A person as a cell names them. */
export interface NamedPerson {
  name: string;
  phone: string | null;
  adult: boolean;
}
/** An owner with the share; `organisation` when the name is one of a company or body. */
export interface NamedOwner extends NamedPerson {
  organisation: boolean;
  shareNumerator: bigint;
  shareDenominator: bigint;
}
/**
 * `bad-name` longer than 60 characters or no name · `bad-phone` · `twice` the same name twice · `some-shares` some owners have a
 * share and some have none · `bad-share` not between 0 and 1 · `shares-not-one` the shares do not add up to the whole.
 */
export type PeopleCellError = 'bad-name' | 'bad-phone' | 'twice' | 'some-shares' | 'bad-share' | 'shares-not-one';

const minor = /[(（【[]\s*(?:未成年人?|儿童|小孩|孩子|幼儿|婴儿|minor|child)\s*[)）】\]]/i;
const age = /[(（【[]\s*(\d{1,3})\s*(?:周?岁)\s*[)）】\]]/;
const body = /(?:公司|集团|委员会|居委会|村委会|街道|政府|银行|学校|医院|中心|合作社|厂|所|局|社)$/;

/** `王小英；李强、张三` → one text a person. A single blank may stand inside a name (`欧阳 娜`). */
const split = (cell: string): string[] =>
  cell
    .split(/[;；、，,\n\r/／]+(?!\d)/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function readPerson(written: string): Result<NamedPerson, PeopleCellError> {
  let text = written.normalize('NFKC');
  const years = age.exec(text);
  const adult = !minor.test(text) && (!years || Number(years[1]) >= 18);
  text = text.replace(minor, ' ').replace(age, ' ');
  let phone: string | null = null;
  const digits = /\+?\d[\d\s-]{5,}\d/.exec(text);
  if (digits) {
    phone = parsePhone(digits[0]);
    if (phone === null) return err('bad-phone');
    text = text.replace(digits[0], ' ');
  }
  const name = tidyName(text);
  if (name === '' || name.length > 60 || /\d/.test(name)) return err('bad-name');
  return ok({ name, phone, adult });
}

/** Brackets left empty go; blanks between Chinese characters go, those inside foreign names stay single. */
function tidyName(text: string): string {
  const plain = text
    .replace(/[()[\]【】:：,;、]/g, ' ')
    .replace(/[•・‧]/g, '·')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
}

const namedTwice = (people: readonly NamedPerson[]): boolean => new Set(people.map((person) => person.name)).size < people.length;

/** Reads residents or tenants: `王小英 13800138000；王小明（未成年）`. */
export function readPeople(cell: string): Result<NamedPerson[], PeopleCellError> {
  const people: NamedPerson[] = [];
  for (const part of split(cell)) {
    const person = readPerson(part);
    if (!person.ok) return person;
    people.push(person.value);
  }
  return namedTwice(people) ? err('twice') : ok(people);
}

function readShare(written: string): { numerator: bigint; denominator: bigint } | null {
  const fraction = /^(\d{1,6})\s*\/\s*(\d{1,6})$/.exec(written);
  if (fraction) return { numerator: BigInt(fraction[1]!), denominator: BigInt(fraction[2]!) };
  const percent = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%$/.exec(written);
  if (!percent) return null;
  const decimals = percent[2] ?? '';
  return { numerator: BigInt(percent[1]! + decimals), denominator: 100n * 10n ** BigInt(decimals.length) };
}

/**
 * Reads owners: `王小英 1/2；李强 1/2`, `王小英（50%）、李强（50%）`, `上海某某有限公司`. One owner without a share has the whole;
 * several of whom none has a share hold equal parts (Civil Code §309: what is not agreed counts as equal).
 */
export function readOwners(cell: string): Result<{ owners: NamedOwner[]; sharesAssumed: boolean }, PeopleCellError> {
  const owners: (NamedOwner | (NamedPerson & { organisation: boolean; shareNumerator: null }))[] = [];
  for (const part of split(cell)) {
    const normal = part.normalize('NFKC');
    const match = /[(【[\s:：]*(\d{1,6}\s*\/\s*\d{1,6}|\d{1,3}(?:\.\d{1,4})?\s*%)[)】\]\s]*/.exec(normal);
    const share = match ? readShare(match[1]!) : null;
    if (match && (!share || share.numerator <= 0n || share.denominator < share.numerator)) return err('bad-share');
    const person = readPerson(match ? normal.replace(match[0], ' ') : normal);
    if (!person.ok) return person;
    const organisation = person.value.name.length >= 4 && body.test(person.value.name);
    owners.push(
      share
        ? {
            ...person.value,
            organisation,
            shareNumerator: share.numerator,
            shareDenominator: share.denominator,
          }
        : { ...person.value, organisation, shareNumerator: null },
    );
  }
  if (namedTwice(owners)) return err('twice');
  const stated = owners.flatMap((owner) => (owner.shareNumerator === null ? [] : [owner]));
  if (stated.length === 0) {
    const parts = BigInt(owners.length);
    return ok({
      owners: owners.map((owner) => ({ ...owner, shareNumerator: 1n, shareDenominator: parts })),
      sharesAssumed: owners.length > 1,
    });
  }
  if (stated.length < owners.length) return err('some-shares');
  let [numerator, denominator] = [0n, 1n];
  for (const owner of stated)
    [numerator, denominator] = [numerator * owner.shareDenominator + owner.shareNumerator * denominator, denominator * owner.shareDenominator];
  return numerator === denominator ? ok({ owners: stated, sharesAssumed: false }) : err('shares-not-one');
}
