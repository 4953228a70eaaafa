import { redact, type RedactedKind } from '#libs/redact';

/** What is covered in a text, and by what. */
export interface Cover {
  word: string;
  by: string;
}

/** Surnames of two characters; any other name has one. */
const doubleSurnames = /^(欧阳|司马|上官|诸葛|夏侯|东方|尉迟|皇甫|慕容|令狐|长孙|宇文|司徒|公孙|端木)/;

/** What the rule covers of one application: its place, its people, who pays; and what an officer added. */
export interface BlindFacts {
  /** Names of the neighbourhood, its compounds, streets and committee. */
  places: readonly string[];
  people: readonly string[];
  organisations: readonly string[];
  /** Words an officer had covered. */
  added: readonly string[];
}

const core = (place: string): string => place.replace(/(居民委员会|村民委员会|居民区|居委会|村委会|社区|小区|新村|村)$/, '');

/**
 * The covers of an application, the longest first so that a part of a name never uncovers the rest. A place is covered whole and by its bare name of at least two
 * characters; a person by the full name and by surname with what follows it in speech (王师傅).
 */
export function coversOf(facts: BlindFacts): Cover[] {
  const covers = new Map<string, string>();
  const add = (word: string, by: string) => {
    const plain = word.trim();
    if ([...plain].length >= 2 && !covers.has(plain)) covers.set(plain, by);
  };
  for (const word of facts.added) add(word, '〔略〕');
  for (const place of facts.places) {
    add(place, '某居民区');
    add(core(place), '某地');
  }
  for (const name of facts.people) {
    add(name, '某某');
    const surname = doubleSurnames.exec(name)?.[0] ?? [...name][0] ?? '';
    if (/^\p{Script=Han}+$/u.test(name))
      for (const called of ['师傅', '老师', '书记', '主任', '阿姨', '爷叔', '先生', '女士']) add(`${surname}${called}`, `某${called}`);
  }
  for (const organisation of facts.organisations) add(organisation, '某单位');
  return [...covers].map(([word, by]) => ({ word, by })).sort((a, b) => [...b.word].length - [...a.word].length || (a.word < b.word ? -1 : 1));
}

/** Numbers of doors, which tell the street or the lane. */
const doors: readonly RegExp[] = [/\d+\s*(弄|支弄)(\s*\d+\s*号(楼)?)?(\s*\d+\s*室)?/, /(?:[\p{Script=Han}]{1,6}(?:路|街|大道))\s*\d+\s*号/u];
const named: Readonly<Record<RedactedKind, string>> = {
  phone: '〔电话〕',
  'id-number': '〔证件〕',
  'bank-account': '〔账号〕',
  mail: '〔邮箱〕',
  door: '〔门牌〕',
  plate: '〔车牌〕',
  name: '某某',
};

/** A piece of text, and whether it was covered. */
export interface Piece {
  text: string;
  covered: boolean;
}

/** A text in pieces, covered ones replaced. */
export function coverText(text: string, covers: readonly Cover[]): Piece[] {
  let pieces: Piece[] = [{ text, covered: false }];
  const apply = (find: (open: string) => { at: number; length: number; by: string } | null) => {
    pieces = pieces.flatMap((piece) => {
      if (piece.covered) return [piece];
      const out: Piece[] = [];
      let rest = piece.text;
      for (let hit = find(rest); hit; hit = find(rest)) {
        if (hit.at > 0) out.push({ text: rest.slice(0, hit.at), covered: false });
        out.push({ text: hit.by, covered: true });
        rest = rest.slice(hit.at + hit.length);
      }
      if (rest !== '') out.push({ text: rest, covered: false });
      return out;
    });
  };
  apply((open) => {
    const [mark] = redact(open).marks;
    return mark && mark.kind !== 'door' ? { at: mark.from, length: mark.to - mark.from, by: named[mark.kind] } : null;
  });
  for (const pattern of doors)
    apply((open) => {
      const hit = pattern.exec(open);
      return hit ? { at: hit.index, length: hit[0].length, by: named.door } : null;
    });
  apply((open) => {
    const [mark] = redact(open).marks;
    return mark ? { at: mark.from, length: mark.to - mark.from, by: named[mark.kind] } : null;
  });
  for (const { word, by } of covers)
    apply((open) => {
      const at = open.indexOf(word);
      return at < 0 ? null : { at, length: word.length, by };
    });
  return pieces;
}

/** The same as one text. */
export const covered = (text: string, covers: readonly Cover[]): string =>
  coverText(text, covers)
    .map((piece) => piece.text)
    .join('');
