/** One part of the HTTP application, by itself. */
import { createServer } from 'node:http';
import express, { type RequestHandler } from 'express';
import { listen } from '../../support/listen.ts';

/** Serves it until the test is finished. Resolves with its address. */
export async function serve(...handlers: RequestHandler[]): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(express().use(...handlers)))}`;
}
