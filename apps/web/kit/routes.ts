import type { Web } from './web.tsx';

export type Handler = (w: Web) => Promise<Response> | Response;

/** One route inside a subdistrict. A route whose action nobody may do answers 403. */
export interface Route {
  method: 'GET' | 'POST';
  /** Below `/s/:code`. */
  path: string;
  action: string;
  handler: Handler;
}

/** Collects the routes of the modules' pages. */
export class Routes {
  readonly list: Route[] = [];
  get(path: string, action: string, handler: Handler): void {
    this.list.push({ method: 'GET', path, action, handler });
  }
  /** A paper: the same document as `.pdf` to print and as `.docx` to work on; `Web.paper` answers in the form asked for. */
  paper(path: string, action: string, handler: Handler): void {
    for (const form of ['pdf', 'docx']) this.get(`${path}.${form}`, action, handler);
  }
  post(path: string, action: string, handler: Handler): void {
    this.list.push({ method: 'POST', path, action, handler });
  }
}
