"""When and where: servers, settings, steps and the flows that join them. No HTML knowledge lives here."""
