import os

import requests

SERVER = os.environ.get("DOCKET_SERVER", "http://127.0.0.1:4600")
YOUR_API_KEY = os.environ["DOCKET_API_KEY"]

# 1. Retrieve task information
task = {
    "status": "TODO",
    "due_at": "2024-07-12T12:29:16.891000+00:00",
    "fields": {
        "title": "Claim ABC",
        "url": "https://google.com",
        "partner": "VIP customer XYZ",
        "integration": "API",
    },
}

# 2. Make PATCH request (UPSERT)
response = requests.patch(
    f"{SERVER}/api/v1/tasks/",
    headers={"Authorization": f"Bearer {YOUR_API_KEY}"},
    json=task,
)
if not response.status_code == 200:
    raise Exception(f"Docket API issue: {response.status_code} {response.text}")

print(response.json()["uid"])
