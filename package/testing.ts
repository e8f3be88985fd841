/** `greenroom/testing`: what the tests of a game import. */
export * from '../shared/runtime/testing.ts';
