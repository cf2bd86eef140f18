"use client";

import { usePathname, useSearchParams } from "next/navigation";
import {
  type unstable_AdapterInterface as Adapter,
  unstable_createAdapterProvider as createAdapterProvider,
  renderQueryString,
  type unstable_UpdateUrlFunction as UpdateAddress,
} from "nuqs/adapters/custom";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, Suspense, startTransition, useEffect } from "react";
import { WrittenAddresses } from "./written-addresses.ts";

/** By which nuqs tells its own writes from a navigation, and how many calls of the history Next makes for one. */
const OWN_WRITE = "__nuqs__";
const HISTORY_CALLS_A_WRITE = 3;
const written = new WrittenAddresses();

/**
 * State in the address, by nuqs. Its own adapter for Next takes the browser's address for what stands; but a router that is
 * still busy with one write puts that back over the next, and what was removed there would be in every later one again.
 */
export function AddressAdapter({ children }: { children: ReactNode }) {
  return (
    <NuqsAdapter>
      <SteadyAdapter>
        <Suspense>
          <Arrivals />
        </Suspense>
        {children}
      </SteadyAdapter>
    </NuqsAdapter>
  );
}

const SteadyAdapter = createAdapterProvider(useSteadyAddress);

function useSteadyAddress(): Adapter {
  return {
    searchParams: useSearchParams(),
    pathname: usePathname(),
    updateUrl: writeAddress,
    getSearchParamsSnapshot: readAddress,
    rateLimitFactor: HISTORY_CALLS_A_WRITE,
    autoResetQueueOnUpdate: false,
  };
}

/** Always without asking the server: no page here reads its state there. */
const writeAddress: UpdateAddress = (search, { history: way, scroll }) => {
  startTransition(() => {
    const { origin, pathname, hash } = window.location;
    written.write(toAddress(pathname, search));
    const address = origin + pathname + renderQueryString(search) + hash;
    if (way === "push") window.history.pushState(null, OWN_WRITE, address);
    else window.history.replaceState(null, OWN_WRITE, address);
    if (scroll) window.scrollTo(0, 0);
  });
};

function readAddress(): URLSearchParams {
  const { newest } = written;
  return new URLSearchParams(newest === null ? window.location.search : newest.slice(newest.indexOf("?")));
}

function toAddress(pathname: string, search: URLSearchParams): string {
  return `${pathname}?${search}`;
}

/** Stands before whatever reads the address, so that it knows first where the router is. */
function Arrivals() {
  const address = toAddress(usePathname(), useSearchParams());
  useEffect(() => written.arrive(address), [address]);
  return null;
}
