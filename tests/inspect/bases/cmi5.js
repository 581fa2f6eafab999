const launch = new URLSearchParams(location.search);
fetch(launch.get("fetch"), { method: "POST" })
  .then((answer) => answer.json())
  .then(({ "auth-token": token }) => console.log(launch.get("endpoint"), token.length, "completed"));
