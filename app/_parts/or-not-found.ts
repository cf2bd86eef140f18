import { notFound } from "next/navigation";
import { AppError } from "#lib/errors.ts";

/** What is asked for, or the not-found page where it is not there for this caller. */
export async function orNotFound<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
