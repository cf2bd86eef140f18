import { Alert, Anchor, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { EstimateAnswer } from "#lib/search-engine/estimate.types.ts";
import type { ApiError } from "../api-client.ts";
import { useFormats } from "../locale.tsx";
import { search as searchWords } from "../messages/search.ts";

const { error: words } = searchWords;
const FORBIDDEN = 403;
const UNAUTHENTICATED = 401;

/** Why nothing was begun, where no field is to blame. It stays until the search is sent again. */
export function DispatchError({
  error,
  allowance,
}: {
  error: ApiError;
  /** As it was last read; null where it is not known. */
  allowance: EstimateAnswer["allowance"] | null;
}) {
  const { exact, date } = useFormats();
  const left = () => {
    // The refusal of an allowance says so itself.
    if (allowance === null || error.code !== "plan_limit") return null;
    const { available, renewsAt } = allowance;
    if (renewsAt === null) return words.left(exact(available));
    return words.leftUntil(exact(available), date(renewsAt));
  };
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={error.status === FORBIDDEN ? words.refusedTitle : words.title}
    >
      <Text size="sm">
        {error.message} {left()}
      </Text>
      {error.status === UNAUTHENTICATED && (
        <Anchor href="/sign-in?next=/search" size="sm">
          {words.signIn}
        </Anchor>
      )}
    </Alert>
  );
}
