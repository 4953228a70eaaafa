-- Tables of the sign-in library (better-auth); its column names are its own. Accounts are global, persons are not.
create table auth_user (
  id uuid primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "phoneNumber" text unique,
  "phoneNumberVerified" boolean,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
)
-- ;;
create table auth_session (
  id uuid primary key,
  token text not null unique,
  "userId" uuid not null references auth_user (id),
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
)
-- ;;
create index on auth_session ("userId")
-- ;;
create table auth_credential (
  id uuid primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references auth_user (id),
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
)
-- ;;
create index on auth_credential ("userId")
-- ;;
create table auth_verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
)
-- ;;
create index on auth_verification (identifier)
-- ;;
create table auth_rate_limit (
  id uuid primary key,
  key text not null unique,
  count int not null,
  "lastRequest" double precision not null
)
-- ;;
select reference_table('auth_user', 'select, insert, update')
-- ;;
select reference_table('auth_session', 'select, insert, update, delete')
-- ;;
select reference_table('auth_credential', 'select, insert, update, delete')
-- ;;
select reference_table('auth_verification', 'select, insert, update, delete')
-- ;;
select reference_table('auth_rate_limit', 'select, insert, update, delete')
