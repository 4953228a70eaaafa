/** Words of the page, in the reader's language; `{n}` and the like are filled in here. */
export type Words = Readonly<Record<string, string>>;

/** Sums of a part of the campaign as the server counted them; areas in 1/100 m². */
export interface Part {
  title: string;
  heads: { all: number; answered: number; said: Record<string, number> };
  area: { all: number; answered: number; said: Record<string, number> };
  /** Each test of the law: how much of what, and whether more than that or as much is enough. */
  tests: { of: 'quorum' | 'pass'; measure: 'heads' | 'area'; num: number; den: number; strict: boolean; text: string }[];
}

/** A home that the collector may call at. */
export interface Home {
  id: string;
  /** The owner behind it: homes of one owner share it, and one signature answers for all. */
  owner: string;
  label: string;
  entrance: string;
  owners: string[];
  /** How many own it together. */
  heads: number;
  /** Area of the owner on each part's roll, in 1/100 m²; null where they are not on it. */
  areas: (number | null)[];
  answered: { at: string; channel: string } | null;
  visits: { what: string; at: string; note: string | null }[];
  proxies: { id: string; name: string }[];
}

/** What the server gives a device: no more than its collector's entrances. */
export interface Snapshot {
  consent: { id: string; question: string; plan: string; closesAt: string; rule: string; choices: { value: string; label: string }[] };
  at: string;
  over: boolean;
  entrances: { id: string; label: string }[];
  homes: Home[];
  parts: Part[];
}

/** Something done at a door, waiting to be sent. Its id is made here: sent twice, it is one. */
export interface Item {
  id: string;
  kind: 'entry' | 'visit';
  homeId: string;
  owner: string;
  label: string;
  choice: string;
  speaks: string;
  signer: string;
  agreement: string;
  proxyId: string;
  what: string;
  note: string;
  saidAt: string;
  /** PNG of the signature and the photo of a paper; gone as soon as they are sent. */
  signature: ArrayBuffer | null;
  scan: ArrayBuffer | null;
  scanType: string;
  /** `waiting` to be sent · `refused` by the server, with its words. */
  state: 'waiting' | 'refused';
  message: string;
}

/** What became of something sent: kept to be shown until the list is refreshed. */
export interface Done {
  id: string;
  label: string;
  message: string;
  at: string;
  counts: boolean;
}

/** A form that was being filled in when the page went away. */
export interface Draft {
  homeId: string;
  choice: string;
  speaks: string;
  signer: string;
  agreement: string;
  proxyId: string;
  signature: ArrayBuffer | null;
}
