/**
 * Whether a score has enough behind it to be ranked. Weights such as 25 ÷ 11 do not add up to the last bit: exactly as much as is asked for suffices, so a hair less does.
 */
export const coverageSuffices = (coverage: number, least: number): boolean => coverage >= least - 1e-9;
