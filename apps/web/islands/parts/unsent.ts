/** Keys under which a collectors' page says what this device holds: the name of its store, and how many answers were not sent. */
const held = 'zd-held ';

/**
 * Signing out clears what a collectors' page keeps on this device, so that whoever signs in next finds nothing. Answers that were not sent
 * would be lost by it: that is asked first.
 */
export function clearOnSignOut(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !/\/sign-out$/.test(form.action)) return;
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(held));
    if (keys.length === 0) return;
    event.preventDefault();
    const unsent = keys.reduce((sum, key) => sum + Number(localStorage.getItem(key) ?? 0), 0);
    const zh = document.documentElement.lang.startsWith('zh');
    const ask = zh ? `还有 ${unsent} 份上门签名没有送出，退出后就没有了。确定退出？` : `${unsent} signed answers were not sent and will be lost. Sign out?`;
    if (unsent > 0 && !confirm(ask)) return;
    const gone = keys.map(
      (key) =>
        new Promise<void>((resolve) => {
          const asked = indexedDB.deleteDatabase(key.slice(held.length));
          asked.onsuccess = asked.onerror = asked.onblocked = () => resolve();
          localStorage.removeItem(key);
        }),
    );
    void Promise.all([...gone, 'caches' in window ? caches.delete('zd-consent-pages') : null]).then(() => form.submit());
  });
}
