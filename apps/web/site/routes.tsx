import { listDayHeads } from '#platform/audit';
import { findFile } from '#platform/files';
import type { Routes } from '../kit/index.ts';

const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Files and the published heads of the audit chain. */
export function siteRoutes(r: Routes): void {
  r.get('/files/:id', 'file.read', async (w) => {
    const id = w.id();
    const file = id ? await w.read((tx) => findFile(tx, id)) : null;
    if (!file) return w.notFound();
    // A file that is not for this person answers as one that does not exist.
    const place = { neighbourhoodId: file.neighbourhoodId };
    const allowed = file.visibility === 'public' || w.can(file.visibility === 'neighbourhood' ? 'file.read.neighbourhood' : 'file.read.office', place);
    if (!allowed) return w.notFound();
    const bytes = await w.files.get(file.sha256);
    if (!bytes) return w.notFound();
    const inline = file.mediaType.startsWith('image/') || file.mediaType === 'application/pdf';
    const response = w.download(bytes, file.mediaType, file.name, inline);
    if (file.visibility === 'public') response.headers.set('cache-control', 'public, max-age=86400, immutable');
    response.headers.set('etag', `"${file.sha256}"`);
    return response;
  });

  r.get('/audit.atom', 'audit.heads', async (w) => {
    const heads = await w.read((tx) => listDayHeads(tx));
    const updated = heads[0]?.publishedAt ?? w.now;
    const self = w.absolute('/audit.atom');
    const entries = heads.map(
      (head) =>
        `<entry><id>${escape(self)}#${head.day}</id><title>${head.day} 第 ${head.seq} 条</title><updated>${head.publishedAt.toISOString()}</updated><content type="text">${head.day} ${head.seq} ${head.digest}</content></entry>`,
    );
    return w.context.body(
      `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>${escape(self)}</id><title>${escape(w.subdistrict.name)} 审计链每日摘要</title><link rel="self" href="${escape(self)}"/><updated>${updated.toISOString()}</updated><author><name>支点</name></author>${entries.join('')}</feed>\n`,
      200,
      { 'content-type': 'application/atom+xml; charset=utf-8' },
    );
  });
}
