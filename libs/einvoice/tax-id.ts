const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character of a unified social credit code (GB 32100—2015: weights 3^i, modulus 31); null where the 17 hold another letter. */
export function creditCodeCheck(first17: string): string | null {
  let sum = 0;
  let weight = 1;
  for (const sign of first17) {
    const value = alphabet.indexOf(sign);
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? null;
}

function isIdentityNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = identityWeights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return '10X98765432'[sum % 11] === text[17];
}

/**
 * A tax id that can exist: 18 characters with a right check character (a unified social credit code, or a person's number),
 * or one of the older shapes of 15 or 20 digits and letters, which carry none.
 */
export function taxIdCanExist(text: string): boolean {
  const id = text.normalize('NFKC').trim().toUpperCase();
  if (id.length === 18) return creditCodeCheck(id.slice(0, 17)) === id[17] || isIdentityNumber(id);
  return /^[0-9A-Z]{15}$/.test(id) || /^[0-9A-Z]{20}$/.test(id);
}
