/** What pages may ask of the sign-in. */
export interface AccountLinks {
  /**
   * Makes an account that has neither phone nor mail (letter's code, setup) and returns a one-time link's path that signs
   * it in; `to` is where it leads afterwards.
   */
  makeAccountWithLink(input: { name: string; to: string }): Promise<{ accountId: string; path: string }>;
  /** A one-time link's path for an account that exists (a staff member who lost the way in). */
  linkFor(accountId: string, to: string): Promise<string>;
}
