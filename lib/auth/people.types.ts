/** Somebody of the account. */
export interface Person {
  userId: string;
  name: string;
  email: string;
}

/** By name. */
export interface PeopleAnswer {
  people: Person[];
}
