/** A price that a supplier named for a request. */
export interface Quote {
  id: string;
  supplier: string;
  priceFen: bigint;
  /** The day on the paper. */
  day: string;
  note: string;
  fileId: string;
  addedBy: string | null;
  addedByName: string;
  addedAt: Date;
  /** Why it does not count; null while it does. */
  dropped: string | null;
}

/** Which quote was taken; the reason where it is not the cheapest. */
export interface QuoteChoice {
  quoteId: string;
  reason: string;
  byName: string;
  at: Date;
}

/** Everything compared for one request. */
export interface Quotes {
  all: Quote[];
  /** The latest choice that stands. */
  choice: QuoteChoice | null;
}

const sameName = (name: string): string => name.replace(/\s/g, '').toLowerCase();

/** Quotes that count. */
export const standingQuotes = (quotes: Quotes): Quote[] => quotes.all.filter((quote) => quote.dropped === null);

/** How many different suppliers named a price: two papers of one supplier are one. */
export const suppliersAsked = (quotes: Quotes): number => new Set(standingQuotes(quotes).map((quote) => sameName(quote.supplier))).size;

/** The quote that was taken, when it still counts. */
export const chosenQuote = (quotes: Quotes): Quote | null => standingQuotes(quotes).find((quote) => quote.id === quotes.choice?.quoteId) ?? null;

/** Taking a dearer quote says why. */
export const theCheapestIsTakenOrAReasonGiven = (quotes: Quotes, quoteId: string, reason: string): boolean => {
  const standing = standingQuotes(quotes);
  const taken = standing.find((quote) => quote.id === quoteId);
  return taken !== undefined && (standing.every((quote) => taken.priceFen <= quote.priceFen) || reason.trim() !== '');
};

/** Nobody approves before so many suppliers were compared and one was taken; null asks for nothing. */
export const quotesSuffice = (quotes: Quotes, least: number | null): boolean =>
  least === null ||
  (suppliersAsked(quotes) >= least && quotes.choice !== null && theCheapestIsTakenOrAReasonGiven(quotes, quotes.choice.quoteId, quotes.choice.reason));
