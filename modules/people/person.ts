import type { Role } from '#platform/access';

/** A person as the office knows them. No identity numbers, no birth dates: only whether they are an adult. */
export interface Person {
  id: string;
  name: string;
  phone: string | null;
  adult: boolean;
  /** The account that signs in as this person, or null. */
  accountId: string | null;
}

export const relations = ['resident', 'tenant'] as const;
/** How somebody belongs to a household; owners are kept with the home. */
export type Relation = (typeof relations)[number];

export const organisationKinds = ['committee', 'party', 'owners_committee', 'property', 'partner', 'nonprofit', 'office', 'village', 'other'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** An organisation; `neighbourhoodId` null = of the whole subdistrict. */
export interface Organisation {
  id: string;
  kind: OrganisationKind;
  name: string;
  neighbourhoodId: string | null;
  phone: string | null;
  note: string | null;
  active: boolean;
}

/** Roles that are given; `resident` comes from the household alone. */
export const givenRoles = [
  'steward',
  'secretary',
  'director',
  'supervisor',
  'keeper',
  'partner',
  'property',
  'officer',
  'head',
  'reviewer',
  'auditor',
  'admin',
] as const satisfies readonly Role[];
export type GivenRole = (typeof givenRoles)[number];

/** Where a role holds: always one neighbourhood, always the whole subdistrict, or either. */
export function placeOfRole(role: GivenRole): 'neighbourhood' | 'subdistrict' | 'either' {
  switch (role) {
    case 'steward':
    case 'secretary':
    case 'director':
    case 'supervisor':
    case 'keeper':
      return 'neighbourhood';
    case 'officer':
    case 'head':
    case 'auditor':
    case 'admin':
      return 'subdistrict';
    case 'partner':
    case 'property':
    case 'reviewer':
      return 'either';
  }
}

/** Roles a secretary may give in the own neighbourhood; all others come from the office. */
export const givenBySecretary: readonly GivenRole[] = ['steward', 'supervisor', 'keeper'];

export { maskName } from '#libs/redact';

/** A phone as lists show it: `13800138000` → `138****8000`. */
export const maskPhone = (phone: string): string => (phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);

/** Mainland mobile numbers inside a text, also with spaces or hyphens between the groups, as lists show them: `138****8000`. */
export const maskPhonesIn = (text: string): string => text.replace(/(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)/g, '$1****$2');

/** A phone as written → digits with an optional +, or null. A mainland mobile keeps its eleven digits. */
export function parsePhone(written: string): string | null {
  const compact = written.normalize('NFKC').replace(/[\s()（）.]/g, '');
  const mobile = /^(?:\+?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})$/.exec(compact);
  if (mobile) return `${mobile[1]}${mobile[2]}${mobile[3]}`;
  // A mobile number with a digit too many or too few is a slip, not a landline.
  if (/^1[3-9]\d{5,}$/.test(compact.replaceAll('-', ''))) return null;
  return /^\+?\d[\d-]{4,18}\d$/.test(compact) ? compact : null;
}
