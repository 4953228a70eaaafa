import sqlTag, { empty, join, raw, Sql } from 'sql-template-tag';

/** Tagged template for one SQL statement; values become parameters, never text. */
export const sql = sqlTag;
export { empty, join, raw, Sql };
