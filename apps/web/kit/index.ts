export * from './account-links.ts';
export { failurePage, type Failure } from './failures.tsx';
export { field } from './fields.ts';
export { type FieldErrors, Form, type UploadedFile } from './form.ts';
export { type Handler, type Route, Routes } from './routes.ts';
export { commonMessage, kitText } from './text.ts';
export { type Site, type Subdistrict, Web } from './web.tsx';
