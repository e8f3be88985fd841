/** Credentials with which tests and tools read the metrics of a server. */

/** The headers of an operator with this password. */
export function asOperator(password: string): { readonly headers: { readonly authorization: string } } {
  return basic('operator', password);
}

/** The headers of somebody with this name and password. */
export function basic(user: string, password: string): { readonly headers: { readonly authorization: string } } {
  return { headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } };
}

/** For servers that live as long as a test or a benchmark. */
export const OPERATOR_PASSWORD = 'for tests and benchmarks';
