// Sends invoices one by one and scans their codes. Loaded only by pages that take invoices, which work without it.
import { sendOneByOne } from './invoices/batch';

for (const place of document.querySelectorAll<HTMLElement>('[data-batch]')) sendOneByOne(place);
